/** Shells that a script of completion can be printed for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

/** Where a shell takes the script from. */
export const HOW_TO_INSTALL: Readonly<Record<Shell, string>> = {
  bash: `echo 'source <(npx runlab completion bash)' >> ~/.bashrc`,
  zsh: `echo 'source <(npx runlab completion zsh)' >> ~/.zshrc (below compinit)`,
  fish: `npx runlab completion fish > ~/.config/fish/completions/runlab.fish`,
}

/** The script of a shell. It asks `runlab __complete` with the words up to the cursor. */
export function completionScript(shell: Shell): string {
  const head = [
    ...(shell === 'zsh' ? ['#compdef runlab'] : []),
    `# Completes runlab in ${shell}. To install, in a folder where runlab is installed: ${HOW_TO_INSTALL[shell]}`,
    '# It calls the runlab on the PATH, else that of the nearest node_modules; for the latter: alias runlab="npx runlab"',
  ]
  return `${head.join('\n')}\n${SCRIPTS[shell]}`
}

const FIND_PROGRAM = `__runlab_program() {
  local found folder=$PWD
  found=$(type -P runlab 2>/dev/null || whence -p runlab 2>/dev/null)
  while [ -z "$found" ] && [ -n "$folder" ]; do
    [ -x "$folder/node_modules/.bin/runlab" ] && found=$folder/node_modules/.bin/runlab
    folder=\${folder%/*}
  done
  printf '%s' "$found"
}
`

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `${FIND_PROGRAM}
__runlab_complete() {
  local line program current=$2
  program=$(__runlab_program)
  COMPREPLY=()
  [ -n "$program" ] || return
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do
    case $line in
      :files) while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current") ;;
      :nospace) compopt -o nospace 2>/dev/null ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("$program" __complete bash "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
}
complete -F __runlab_complete runlab
`,
  zsh: `${FIND_PROGRAM}
_runlab() {
  local line program files=0
  local -a names texts options
  program=$(__runlab_program)
  [[ -n $program ]] || return 1
  while IFS= read -r line; do
    case $line in
      :files) files=1 ;;
      :nospace) options=(-S '') ;;
      *) names+=("\${line%%$'\\t'*}"); texts+=("\${line/$'\\t'/  }") ;;
    esac
  done < <("$program" __complete zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#names )) && compadd -V runs -l -d texts "\${options[@]}" -a names
  (( files )) && _files
  return 0
}
compdef _runlab runlab
`,
  fish: `function __runlab_program
    if command -q runlab
        command -s runlab
        return
    end
    set -l folder $PWD
    while test -n "$folder"
        if test -x "$folder/node_modules/.bin/runlab"
            echo "$folder/node_modules/.bin/runlab"
            return
        end
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
end

function __runlab_complete
    set -l program (__runlab_program)
    test -n "$program"; or return
    set -l words (commandline -opc) (commandline -ct)
    for line in ($program __complete fish $words[2..-1] 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':nospace'
            case '*'
                echo $line
        end
    end
end

complete -c runlab -f -k -a '(__runlab_complete)'
`,
}

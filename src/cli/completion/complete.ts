import { ARGUMENTS, OPTION_VALUES, PLOT_KINDS, SHORT_OPTIONS } from './arguments.ts'
import type { Wanted } from './arguments.ts'
import { fieldCandidates, namespaceCandidates, runCandidates, tagCandidates, trashCandidates } from './archive-candidates.ts'
import type { Candidate } from './candidate.ts'
import { assignmentsOf, parameterFlags } from './parameter-candidates.ts'
import type { Shell } from './scripts.ts'

/** A command line up to the cursor. */
interface Line {
  readonly command: string
  /** All words between the command and the one under the cursor. */
  readonly before: readonly string[]
  /** What is completed: the word under the cursor, or of `--flag=value` the value. */
  readonly current: string
  /** What stands before that in the same word. */
  readonly prefix: string
  /** The option whose value it is; null where it is none. */
  readonly option: string | null
  readonly archive: string | undefined
}

/** What may stand where the cursor is, a line each: name, tab, description; then `:files`, where files may, and `:nospace`. */
export async function complete(shell: Shell, words: readonly string[]): Promise<readonly string[]> {
  const line = readLine(shell, words)
  const { wanted, more } = await wantedAt(line)
  const lists = await Promise.all(wanted.map(async (kind) => await candidatesOf(kind, line)))
  const found = [...more, ...lists.flat()].filter(({ name }) => name.startsWith(line.current) && isOneLine(name))
  const lines = found.map(({ name, text }) => `${line.prefix}${name}${text === undefined ? '' : `\t${text}`}`)
  const isOpen = found.length > 0 && found.every(({ name }) => /[=./]$/.test(name))
  return [...new Set(lines), ...(isOpen ? [':nospace'] : []), ...(wanted.includes('files') ? [':files'] : [])]
}

function readLine(shell: Shell, typed: readonly string[]): Line {
  // Bash takes `--flag=value` apart into three words.
  const words = shell === 'bash' ? [...typed.slice(0, -1).filter((word) => word !== '='), typed.at(-1) ?? ''] : typed
  const under = words.at(-1) ?? ''
  const last = under === '=' ? '' : under.replace(/^['"]/, '')
  const [command = '', ...before] = words.slice(0, -1)
  const results = before.lastIndexOf('--results')
  const line = { command, before, archive: results < 0 ? undefined : before[results + 1] }
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(last) ?? []
  if (flag !== undefined && value !== undefined) return { ...line, current: value, prefix: `${flag}=`, option: flag }
  const previous = before.at(-1) ?? ''
  const option = SHORT_OPTIONS[previous] ?? (previous.startsWith('-') ? previous : null)
  return { ...line, current: last, prefix: '', option }
}

interface Choice {
  readonly wanted: readonly Wanted[]
  readonly more: readonly Candidate[]
}

async function wantedAt(line: Line): Promise<Choice> {
  const { command, before, current, option } = line
  if (command === '') return { wanted: ['commands'], more: current.startsWith('-') ? await optionsOf('') : [] }
  const values = option === null ? undefined : valuesOf(command, option)
  if (values !== undefined) return { wanted: values, more: [] }
  if (command === 'run' && (option === '-p' || option === '--parameter'))
    return { wanted: [], more: assignmentsOf(before, line.archive) }
  if (current.startsWith('-')) {
    const parameters = command === 'run' ? parameterFlags(before, line.archive) : []
    return { wanted: [], more: [...parameters, ...(await optionsOf(command))] }
  }
  const tags: readonly Wanted[] = command === 'tag' && before.includes('--remove') ? ['tags'] : []
  return { wanted: [...tags, ...(own(ARGUMENTS, command) ?? [])], more: [] }
}

function valuesOf(command: string, option: string): readonly Wanted[] | undefined {
  if (option === '--kind') return command === 'plot' ? [PLOT_KINDS] : []
  return own(OPTION_VALUES, option)
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

async function candidatesOf(wanted: Wanted, { current, archive }: Line): Promise<readonly Candidate[]> {
  switch (wanted) {
    case 'files':
      return []
    case 'runs':
      return runCandidates(current, archive)
    case 'trash':
      return trashCandidates(archive)
    case 'namespaces':
      return namespaceCandidates(archive)
    case 'fields':
      return await fieldCandidates(current, archive)
    case 'assignments':
      return await fieldCandidates(current, archive, { assigns: true })
    case 'tags':
      return tagCandidates(archive)
    case 'commands':
      return await commands()
    default:
      return wanted.map((name) => ({ name }))
  }
}

/** The program is loaded where only it knows the answer. */
async function commands(): Promise<readonly Candidate[]> {
  const { createProgram } = await import('../program.ts')
  const known = (await createProgram(() => undefined)).commands
  return known.map((command) => ({ name: command.name(), text: command.summary() || command.description() }))
}

async function optionsOf(command: string): Promise<readonly Candidate[]> {
  if (command === 'run') {
    const { RUN_FLAGS } = await import('../../runtime/command-line/run-flags.ts')
    return [...RUN_FLAGS.map(({ name, help }) => ({ name: `--${name}`, text: help })), { name: '--parameter', text: 'key=value' }]
  }
  const { createProgram } = await import('../program.ts')
  const program = await createProgram(() => undefined, command === '' ? undefined : command)
  const known = command === '' ? program : program.commands.find((one) => one.name() === command)
  const options = known?.options.map(({ long, short, description }) => ({ name: long ?? short ?? '', text: description })) ?? []
  return [...options, { name: '--help', text: 'show what a command takes' }]
}

function isOneLine(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- a name with a line break or a tab cannot be told to a shell
  return !/[\u0000-\u001F\u007F]/.test(name)
}

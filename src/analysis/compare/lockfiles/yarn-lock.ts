import type { VersionBook } from './version-book.ts'

/** yarn.lock, of yarn 1 as of later ones: a line with what was asked for, below it, two columns in, the version. */
export function readYarnLock(text: string, book: VersionBook): void {
  let name: string | null = null
  for (const line of text.split('\n')) {
    if (/^[^\s#]/.test(line)) name = nameIn(line)
    const [, version] = /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line) ?? []
    if (name !== null && version !== undefined) book.add(name, version)
  }
}

/** Of `"@scope/a@^1", "@scope/a@npm:^2":`; null where it names none, or a folder of the project's own. */
function nameIn(line: string): string | null {
  const [, name, asked] = /^"?(@?[^@"\s]+)@([^",]*)/.exec(line) ?? []
  return name === undefined || asked === undefined || asked.startsWith('workspace:') ? null : name
}

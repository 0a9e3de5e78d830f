import { jsonText } from '../internal/json-text.ts'

const ignore = (): void => {}

/** Writes a line of JSON on standard output. A program that does not read it any more stops nothing. */
export function writeLine(line: object): void {
  process.stdout.off('error', ignore).on('error', ignore)
  process.stdout.write(`${jsonText(line)}\n`)
}

/** Whether a command line asks for lines of JSON; not where nothing is run. */
export function wantsLines(tokens: readonly string[]): boolean {
  const end = tokens.indexOf('--')
  const flags = end < 0 ? tokens : tokens.slice(0, end)
  const has = (...names: readonly string[]): boolean => flags.some((flag) => names.includes(flag))
  return has('--json', '--json=true') && !has('--help', '-h', '--dry-run')
}

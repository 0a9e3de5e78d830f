import { jsonText } from '../internal/json-text.ts'
import { terminalText } from '../render/terminal-text.ts'

/** Prints what a command has to say. The only way to standard output: what runs hold may not talk to the terminal. */
export function print(text: string): void {
  process.stdout.write(terminalText(text))
}

/** Prints an answer for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(value, 2)}\n`)
}

/** Says beside a table what it cannot have, where it is not in the way of a program. */
export function sayBeside(text: string): void {
  process.stderr.write(terminalText(text))
}

export function sayUnreadable(count: number): void {
  sayBeside(`${count} ${count === 1 ? 'run' : 'runs'} cannot be read: see runlab list\n`)
}

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

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { jsonText } from '../internal/json-text.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { terminalText } from '../render/terminal-text.ts'

/** Prints what a command has to say. The only way to standard output: what runs hold may not talk to the terminal. */
export function print(text: string): void {
  process.stdout.write(terminalText(text))
}

/** Prints texts as fast as they are read; ends early where nobody reads them any more. */
export async function printEach(texts: Iterable<string>): Promise<void> {
  const printed = function* (): Generator<string> {
    for (const text of texts) yield terminalText(text)
  }
  try {
    await pipeline(Readable.from(printed()), process.stdout, { end: false })
  } catch (error) {
    const code = systemErrorCode(error)
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
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

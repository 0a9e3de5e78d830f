import { codeFrame } from '../internal/code-frame.ts'
import { parseSource } from './parse-source.ts'

/** What is wrong with a text, and where. */
export interface SyntaxErrorFacts {
  readonly message: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** The lines around the place, with a caret. */
  readonly frame: string
}

/** Says what keeps a module's text from being parsed, or null when nothing does. */
export async function describeSyntaxError(file: string, text: string): Promise<SyntaxErrorFacts | null> {
  const { errors } = await parseSource(file, text)
  // Names declared twice and the like parse, but do not compile.
  const [first] = errors.length > 0 ? errors : (await parseSource(file, text, { showSemanticErrors: true })).errors
  if (first === undefined) return null
  const start = Math.min(first.labels[0]?.start ?? 0, text.length)
  const before = text.slice(0, start).split(/\r\n|[\n\r\u2028\u2029]/)
  const at = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  const message = first.helpMessage ? `${first.message}. ${first.helpMessage}` : first.message
  return { message, ...at, frame: codeFrame(text, at) }
}

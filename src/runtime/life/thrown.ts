import { inspect } from 'node:util'
import { RunlabError } from '../../errors.ts'
import { isOwnFrame } from '../loading/package-files.ts'

// Anything can be thrown, with any properties, and describing it must not throw again.

/** `inspect`, also of what cannot be inspected. */
export function safeInspect(value: unknown): string {
  try {
    return inspect(value, { depth: 3 })
  } catch (error) {
    return `${Object.prototype.toString.call(value)}, which cannot be shown (${error instanceof Error ? error.constructor.name : typeof error})`
  }
}

/** The class of an error, or the type of what was thrown in its place. */
export function typeOfThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown
  const name: unknown = thrown.name
  return typeof name === 'string' && name !== '' && name !== 'Error' ? name : thrown.constructor.name
}

/** What was thrown, in words. */
export function messageOfThrown(thrown: unknown): string {
  const message: unknown = thrown instanceof Error ? thrown.message : thrown
  return typeof message === 'string' ? message : safeInspect(message)
}

/** The stack of an error without the frames of runlab itself, which tell the user nothing; null where there is none. */
export function stackOfThrown(thrown: unknown): string | null {
  const stack: unknown = thrown instanceof Error ? thrown.stack : null
  if (typeof stack !== 'string') return null
  return stack
    .split('\n')
    .filter((line) => !(/^\s+at /.test(line) && isOwnFrame(line)))
    .join('\n')
}

/** `Type: message`. */
export function summaryOfThrown(thrown: unknown): string {
  return thrown instanceof Error ? `${typeOfThrown(thrown)}: ${messageOfThrown(thrown)}` : messageOfThrown(thrown)
}

/** What was thrown, for a person to read: with stack, properties and causes; our own errors with what to do about them. */
export function textOfThrown(thrown: unknown): string {
  if (thrown instanceof RunlabError) return [stackOfThrown(thrown), thrown.hint].filter(Boolean).join('\n')
  if (!(thrown instanceof Error)) return `thrown: ${safeInspect(thrown)}`
  return withoutOwnFrames(safeInspect(thrown))
}

function withoutOwnFrames(shown: string): string {
  const kept: string[] = []
  for (const line of shown.split('\n')) {
    const isOwn = /^\s+at /.test(line) && isOwnFrame(line)
    if (!isOwn) kept.push(line)
    // The last frame opens the brace around the error's properties.
    else if (line.endsWith(' {')) kept.push(`${kept.pop()} {`)
  }
  return kept.join('\n')
}

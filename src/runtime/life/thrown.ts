import { inspect } from 'node:util'
import { RunlabError } from '../../errors.ts'
import { isA } from '../../internal/is-a.ts'
import { isOwnFrame } from '../loading/package-files.ts'

// Anything can be thrown, with any properties, and describing it must not throw again.

/** `inspect`, also of what cannot be inspected. */
export function safeInspect(value: unknown): string {
  try {
    return inspect(value, { depth: 3 })
  } catch (error) {
    return `a value of the type ${typeof value}, which cannot be shown (${summaryOfThrown(error)})`
  }
}

/** A property of what was thrown; undefined where reading it throws. */
export function propertyOf(thrown: object, name: string): unknown {
  try {
    return Reflect.get(thrown, name)
  } catch {
    return undefined
  }
}

/** The class of an error, or the type of what was thrown in its place. */
export function typeOfThrown(thrown: unknown): string {
  if (!isA(thrown, Error)) return typeof thrown
  const name = propertyOf(thrown, 'name')
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name
  const maker = propertyOf(thrown, 'constructor')
  const own = typeof maker === 'function' ? propertyOf(maker, 'name') : undefined
  return typeof own === 'string' && own !== '' ? own : 'Error'
}

/** What was thrown, in words. */
export function messageOfThrown(thrown: unknown): string {
  const message = isA(thrown, Error) ? propertyOf(thrown, 'message') : thrown
  if (message === undefined && thrown !== undefined) return 'its message cannot be read'
  return typeof message === 'string' ? message : safeInspect(message)
}

/** The stack of an error without the frames of runlab itself, which tell the user nothing; null where there is none. */
export function stackOfThrown(thrown: unknown): string | null {
  const stack = isA(thrown, Error) ? propertyOf(thrown, 'stack') : null
  if (typeof stack !== 'string') return null
  return stack
    .split('\n')
    .filter((line) => !(/^\s+at /.test(line) && isOwnFrame(line)))
    .join('\n')
}

/** `Type: message`. */
export function summaryOfThrown(thrown: unknown): string {
  return isA(thrown, Error) ? `${typeOfThrown(thrown)}: ${messageOfThrown(thrown)}` : messageOfThrown(thrown)
}

/** What was thrown, for a person to read: with stack, properties and causes; our own errors with what to do about them. */
export function textOfThrown(thrown: unknown): string {
  if (isA(thrown, RunlabError)) return [stackOfThrown(thrown), thrown.hint].filter(Boolean).join('\n')
  if (!isA(thrown, Error)) return `thrown: ${safeInspect(thrown)}`
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

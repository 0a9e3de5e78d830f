import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'

export interface Argument {
  /** The method of `Random` it was given to. */
  readonly method: string
  readonly name: string
  readonly value: unknown
  readonly expected: string
}

/** The RANDOM_RANGE of an argument that is not as expected. */
export function unexpectedArgument({ method, name, value, expected }: Argument): RunlabError {
  const got = typeof value === 'number' ? String(value) : describeValue(value)
  return runlabError('RANDOM_RANGE', { method, reason: `${name} is ${got}, expected ${expected}` })
}

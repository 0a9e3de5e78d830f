import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'

export interface Argument {
  /** The method of `Random` it was given to. */
  readonly method: string
  readonly name: string
  readonly value: unknown
  readonly expected: string
}

/** Throws RANDOM_RANGE unless what was given to a method is as expected. */
export function checkArgument(isAsExpected: boolean, { method, name, value, expected }: Argument): asserts isAsExpected {
  if (isAsExpected) return
  const got = typeof value === 'number' ? String(value) : describeValue(value)
  throw runlabError('RANDOM_RANGE', { method, reason: `${name} is ${got}, expected ${expected}` })
}

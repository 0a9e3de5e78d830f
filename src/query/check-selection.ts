import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { nearest } from '../internal/nearest.ts'

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string')

/** What each option has to be, in words. */
const OPTIONS: Readonly<Record<string, readonly [expected: string, fits: (value: unknown) => boolean]>> = {
  namespace: ['text', (value) => typeof value === 'string'],
  where: ['an expression', (value) => typeof value === 'string'],
  sort: ['a list of expressions', isTexts],
  limit: ['a whole number, 0 or more', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  columns: ['a list of expressions', isTexts],
  by: ['a list of expressions', isTexts],
  values: ['a list of expressions', isTexts],
}

/** Throws QUERY_OPTION for an option that is none, or is not what it has to be. */
export function checkSelection(options: object, known: readonly string[]): void {
  for (const [option, value] of Object.entries(options)) {
    if (!known.includes(option)) {
      const meant = nearest(option, known)
      const expected = meant === null ? `one of ${known.join(', ')}` : `${meant}, perhaps`
      throw runlabError('QUERY_OPTION', { option: JSON.stringify(option), got: 'used', expected })
    }
    const [expected = '', fits] = OPTIONS[option] ?? []
    if (value !== undefined && fits?.(value) === false)
      throw runlabError('QUERY_OPTION', { option, got: describeValue(value), expected })
  }
}

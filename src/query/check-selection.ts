import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string')

const isOneOf =
  (...known: readonly string[]) =>
  (value: unknown): boolean =>
    known.some((one) => one === value)
const isSize = (value: unknown): boolean =>
  isPlainObject(value) &&
  Object.entries(value).every(
    ([key, length]) =>
      ['width', 'height', 'fontSize'].includes(key) &&
      (length === undefined || (typeof length === 'number' && length > 0 && length <= 2000)),
  )

/** What each option has to be, in words. */
const OPTIONS: Readonly<Record<string, readonly [expected: string, fits: (value: unknown) => boolean]>> = {
  namespace: ['text', (value) => typeof value === 'string'],
  results: ['a folder', (value) => typeof value === 'string' && value !== ''],
  where: ['an expression', (value) => typeof value === 'string'],
  sort: ['a list of expressions', isTexts],
  limit: ['a whole number, 0 or more', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  columns: ['a list of expressions', isTexts],
  by: ['a list of expressions', isTexts],
  values: ['a list of expressions', isTexts],
  of: ['the name of a series, or an expression', (value) => typeof value === 'string' && value !== ''],
  kind: ['curves, means, scatter, box or parallel', isOneOf('curves', 'means', 'scatter', 'box', 'parallel')],
  x: ['step, time or an expression', (value) => typeof value === 'string'],
  band: ['ci, quartiles or range', isOneOf('ci', 'quartiles', 'range')],
  smoothing: ['a number between 0 and 1', (value) => typeof value === 'number' && value > 0 && value < 1],
  title: ['text', (value) => typeof value === 'string'],
  xLabel: ['text', (value) => typeof value === 'string'],
  yLabel: ['text', (value) => typeof value === 'string'],
  log: ['true or false', (value) => typeof value === 'boolean'],
  paper: ['true or false', (value) => typeof value === 'boolean'],
  size: ['{ width, height, fontSize } in millimetres and points', isSize],
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

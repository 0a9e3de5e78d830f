import { runlabError } from '../errors.ts'

/** The number of `--limit`. Throws FLAG_INVALID. */
export function readLimit(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) || Infinity
  throw runlabError('FLAG_INVALID', { flag: '--limit', value: JSON.stringify(text), expected: 'a whole number, 0 for all' })
}

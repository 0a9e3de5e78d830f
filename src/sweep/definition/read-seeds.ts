import { runlabError } from '../../errors.ts'

/** The most repeats of one setting. */
const MOST = 10_000

/** `1..3`, `1,5,9` or one. Throws FLAG_INVALID. */
export function readSeeds(flag: string, text: string): readonly number[] {
  const range = /^\s*(\d+)\s*\.\.\s*(\d+)\s*$/.exec(text)
  const [low, high] = [Number(range?.[1]), Number(range?.[2])]
  const isRange = range !== null && low <= high && high - low < MOST
  const seeds = isRange
    ? Array.from({ length: high - low + 1 }, (_, i) => low + i)
    : text.split(',').map((part) => readSeed(part))
  const isFine = seeds.every((seed) => Number.isSafeInteger(seed)) && new Set(seeds).size === seeds.length
  if (isFine) return seeds
  throw runlabError('FLAG_INVALID', {
    flag,
    value: JSON.stringify(text),
    expected: 'different whole numbers: 1..3 or 1,5,9',
  })
}

function readSeed(text: string): number {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
}

import type { GroupValue } from './groups.ts'
import { holm } from './statistics/holm.ts'
import { pairedPermutationTest, permutationTest } from './statistics/permutation-test.ts'

export type Direction = 'max' | 'min'

/** A corrected p value from which on a difference to the best is none that can be told. */
const LEVEL = 0.05

/**
 * Which of several groups have the best mean: that one, and all that a permutation test cannot tell from it (paired where both
 * have the same seeds, else unpaired; Holm-corrected, 5 %). A group of one run is told from no other.
 */
export function bestOf(values: readonly GroupValue[], direction: Direction): readonly boolean[] {
  const sign = direction === 'max' ? 1 : -1
  const means = values.map(({ summary }) => (summary === null ? -Infinity : sign * summary.mean))
  const best = means.indexOf(Math.max(...means))
  const top = values[best]
  if (top === undefined || top.summary === null) return values.map(() => false)
  const others = [...values.keys()].filter((index) => index !== best && values[index]?.summary !== null)
  const corrected = holm(others.map((index) => pValue(top, values[index] ?? top)))
  const alike = new Set(others.filter((_, place) => (corrected[place] ?? 1) > LEVEL))
  return values.map((_, index) => index === best || alike.has(index))
}

/** Of a difference between the means of two groups. */
function pValue(one: GroupValue, other: GroupValue): number {
  const [a, b] = [bySeed(one), bySeed(other)]
  const isPaired =
    a.size === one.numbers.length &&
    b.size === other.numbers.length &&
    a.size === b.size &&
    [...a.keys()].every((seed) => b.has(seed))
  if (isPaired) return pairedPermutationTest(Array.from(a, ([seed, value]) => value - (b.get(seed) ?? 0)))
  return permutationTest(
    one.numbers.map(({ value }) => value),
    other.numbers.map(({ value }) => value),
  )
}

function bySeed({ numbers }: GroupValue): ReadonlyMap<number, number> {
  return new Map(numbers.map(({ seed, value }) => [seed, value]))
}

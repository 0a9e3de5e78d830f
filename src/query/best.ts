import { runlabError } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import { labelOf } from './columns.ts'
import type { GroupValue, Groups } from './groups.ts'
import { holm } from './statistics/holm.ts'
import { pairedPermutationTest, permutationTest, waysToChoose } from './statistics/permutation-test.ts'

export type Direction = 'max' | 'min'

/** Which mean of each value is the best; null for a value of which that is not known, and nothing is marked. */
export type Directions = readonly (Direction | null)[]

/** One direction for all values; one for each that is named; or that which the experiment declares for each as a result. */
export type AskedDirections = Direction | 'declared' | null | Readonly<Record<string, Direction>>

/** Of each value which mean is the best. Names are headings of values, or their expressions. */
export function directionsOf({ values, results }: Valued, asked: AskedDirections): Directions {
  if (asked === 'declared') return results.map((result) => result?.direction ?? null)
  if (asked === null || typeof asked === 'string') return results.map(() => asked)
  const named = new Map(
    Object.entries(asked).flatMap(([name, direction]) => [name, labelOf(name)].map((key) => [key, direction])),
  )
  return values.map((value) => named.get(value) ?? null)
}

type Valued = Pick<Groups, 'values' | 'results'>

/** Throws QUERY_INVALID for a name that no value of any table has. */
export function checkDirections(tables: readonly Valued[], asked: AskedDirections): void {
  if (asked === null || typeof asked === 'string') return
  const known = new Set(tables.flatMap(({ values }) => values))
  const name = Object.keys(asked).find((one) => !known.has(one) && !known.has(labelOf(one)))
  if (name === undefined) return
  const reason = `No value is called ${name}`
  throw runlabError('QUERY_INVALID', { text: name, at: 0, reason, suggestion: nearest(labelOf(name), known), fields: [...known] })
}

/** A corrected p value from which on a difference to the best is none that can be told. */
const LEVEL = 0.05

export interface Best {
  /** For each group, whether it has the best mean, or one that a test does not tell from it. */
  readonly marks: readonly boolean[]
  /** Of the others, how many there are runs enough of for the test to tell them from the best. */
  readonly tested: number
  readonly others: number
}

/**
 * Which of several groups have the best mean: that one, and all that a permutation test does not tell from it (paired where both
 * have the same seeds, else unpaired; Holm-corrected, 5 %). Where there are too few runs for that test ever to tell them apart, the
 * best mean alone. Means that differ by rounding errors are equal.
 */
export function bestOf(values: readonly GroupValue[], direction: Direction): Best {
  const sign = direction === 'max' ? 1 : -1
  const means = values.map(({ summary }) => (summary === null ? -Infinity : sign * summary.mean))
  const best = means.indexOf(Math.max(...means))
  const top = values[best]
  if (top === undefined || top.summary === null) return { marks: values.map(() => false), tested: 0, others: 0 }
  const tied = new Set([...means.keys()].filter((index) => isTie(means[index] as number, means[best] as number)))
  const others = [...values.keys()].filter((index) => !tied.has(index) && values[index]?.summary !== null)
  const tests = others.map((index) => compare(top, values[index] ?? top))
  const corrected = holm(tests.map(({ p }) => p))
  const canTell = tests.map(({ least }) => least * others.length <= LEVEL)
  const alike = new Set(others.filter((_, place) => canTell[place] === true && (corrected[place] ?? 1) > LEVEL))
  return {
    marks: values.map((_, index) => tied.has(index) || alike.has(index)),
    tested: canTell.filter(Boolean).length,
    others: others.length,
  }
}

/** Whether two means differ by no more than what adding in another order does. */
function isTie(one: number, other: number): boolean {
  return one === other || Math.abs(one - other) <= 1e-12 * Math.abs(other)
}

interface Comparison {
  /** Of a difference between the means. */
  readonly p: number
  /** The least that so many runs can have. */
  readonly least: number
}

function compare(one: GroupValue, other: GroupValue): Comparison {
  const [a, b] = [bySeed(one), bySeed(other)]
  const isPaired =
    a.size === one.numbers.length &&
    b.size === other.numbers.length &&
    a.size === b.size &&
    [...a.keys()].every((seed) => b.has(seed))
  if (isPaired) {
    const differences = Array.from(a, ([seed, value]) => value - (b.get(seed) ?? 0))
    return { p: pairedPermutationTest(differences), least: 2 ** (1 - differences.length) }
  }
  const [ones, others] = [one.numbers, other.numbers].map((numbers) => numbers.map(({ value }) => value)) as [number[], number[]]
  return { p: permutationTest(ones, others), least: 2 / waysToChoose(ones.length + others.length, ones.length) }
}

function bySeed({ numbers }: GroupValue): ReadonlyMap<number, number> {
  return new Map(numbers.flatMap(({ seed, value }) => (seed === null ? [] : [[seed, value]])))
}

import { ranksOf } from './ranks-of.ts'

/** Fewer trials say too little. */
const LEAST = 10
/** The most groups that numbers are put into, and the fewest trials in each. */
const MOST_GROUPS = 6
const LEAST_IN_GROUP = 5

/**
 * How much of the differences between outcomes goes with one parameter, 0…1: ε² over the ranks of the outcomes (Kelley, 1935; Kruskal
 * and Wallis, 1952), with numbers in groups of equally many trials. What parameters do only together is not seen. Null where there
 * are too few trials, or all outcomes or all values are alike. `values` undefined where the parameter is not there.
 */
export function importanceOf(values: readonly unknown[], outcomes: readonly number[]): number | null {
  const there = values.flatMap((value, index) => (value === undefined ? [] : [{ value, outcome: outcomes[index] ?? Number.NaN }]))
  if (there.length < LEAST) return null
  const ranks = ranksOf(there.map(({ outcome }) => outcome))
  const groups = groupsOf(there.map(({ value }) => value))
  const count = new Set(groups).size
  const within = there.length - count
  const mean = (there.length + 1) / 2
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0)
  if (count < 2 || within <= 0 || total === 0) return null
  const sums = new Map<unknown, { sum: number; n: number }>()
  for (const [index, group] of groups.entries()) {
    const { sum, n } = sums.get(group) ?? { sum: 0, n: 0 }
    sums.set(group, { sum: sum + (ranks[index] ?? 0), n: n + 1 })
  }
  const between = [...sums.values()].reduce((all, { sum, n }) => all + n * (sum / n - mean) ** 2, 0)
  return Math.max(0, (between - ((count - 1) * (total - between)) / within) / total)
}

function groupsOf(values: readonly unknown[]): readonly unknown[] {
  const keys = values.map((value) => JSON.stringify(value))
  const isNumeric = values.every((value) => typeof value === 'number')
  if (!isNumeric || new Set(keys).size <= MOST_GROUPS) return keys
  const most = Math.max(2, Math.min(MOST_GROUPS, Math.floor(values.length / LEAST_IN_GROUP)))
  return ranksOf(values).map((rank) => Math.min(most - 1, Math.floor(((rank - 0.5) / values.length) * most)))
}

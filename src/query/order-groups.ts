import { runlabError } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import { labelOf } from './columns.ts'
import type { Groups } from './groups.ts'
import { compareKeys } from './select.ts'

export interface GroupOrder {
  /** Headings of keys and values, or their expressions; each descending with a `-` before it. By their keys when left out. */
  readonly sort?: readonly string[] | undefined
  /** How many groups at most; all when left out. */
  readonly limit?: number | undefined
}

/** Sorts groups by their keys and means, and takes the first. Of several tables each has what it knows. Throws QUERY_INVALID. */
export function orderGroups<T extends Groups>(tables: readonly T[], { sort = [], limit = Infinity }: GroupOrder): readonly T[] {
  const wanted = sort.map((text) => ({ text, isDescending: text.startsWith('-'), name: text.replace(/^-\s*/, '') }))
  const known = new Set(tables.flatMap(({ labels, values }) => [...labels, ...values]))
  for (const { text, name, isDescending } of wanted)
    if (!known.has(name) && !known.has(labelOf(name))) throw unknownColumn(text, name, { known, at: isDescending ? 1 : 0 })
  return tables.map((table) => {
    const sorted = wanted.toReversed().reduce((sofar, { name, isDescending }) => {
      const read = cellReader(table, name)
      return sofar.toSorted((a, b) => compareKeys(read(a), read(b), isDescending))
    }, table.groups)
    return { ...table, groups: sorted.slice(0, limit) }
  })
}

function cellReader({ labels, values }: Groups, name: string): (group: Groups['groups'][number]) => unknown {
  const placeIn = (headings: readonly string[]): number =>
    headings.findIndex((heading) => heading === name || heading === labelOf(name))
  const [key, value] = [placeIn(labels), placeIn(values)]
  return (group) => (key >= 0 ? group.key[key] : group.values[value]?.summary?.mean)
}

function unknownColumn(text: string, name: string, { known, at }: { known: ReadonlySet<string>; at: number }): Error {
  const reason = `No column of the groups is called ${name}`
  return runlabError('QUERY_INVALID', { text, at, reason, suggestion: nearest(labelOf(name), known), fields: [...known] })
}

import type { DiffState } from './run-diff.ts'

/** What a key has in the first run and in the second; null where it has nothing. */
export interface Pair<T> {
  readonly key: string
  readonly state: DiffState
  readonly before: T | null
  readonly after: T | null
}

export interface CompareMapsOptions<T> {
  readonly before: ReadonlyMap<string, T>
  readonly after: ReadonlyMap<string, T>
  readonly isSame: (before: T, after: T) => boolean
}

/** Pairs of all keys, in the order of the first map; then those that only the second has. */
export function compareMaps<T>({ before, after, isSame }: CompareMapsOptions<T>): readonly Pair<T>[] {
  const known = Array.from(before, ([key, one]): Pair<T> => {
    const other = after.get(key)
    if (other === undefined) return { key, state: 'removed', before: one, after: null }
    return { key, state: isSame(one, other) ? 'same' : 'changed', before: one, after: other }
  })
  const added = Array.from(after).filter(([key]) => !before.has(key))
  return [...known, ...added.map(([key, other]): Pair<T> => ({ key, state: 'added', before: null, after: other }))]
}

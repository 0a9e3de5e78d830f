import type { DiffSection } from './run-diff.ts'

/** What was compared, the same as well as what differs. */
export interface Comparison<T> {
  readonly entries: readonly T[]
  /** What could not be compared, or not in full, in words. */
  readonly notes: readonly string[]
}

/** The section of what was compared: what is the same is counted, and left out unless `all` is asked for. */
export function sectionOf<T extends { readonly state: string }>({ entries, notes }: Comparison<T>, all: boolean): DiffSection<T> {
  const different = entries.filter(({ state }) => state !== 'same')
  return { entries: all ? entries : different, same: entries.length - different.length, notes }
}

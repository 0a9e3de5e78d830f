import { SYSTEM_PREFIX } from '../format/series.ts'

/** Names that metadata say: they must stay small. */
const MOST_NAMED = 100

/** The names of series, as `__track__` has them: without those of what runlab measures. */
export function nameTracked(series: readonly { readonly name: string }[]): readonly string[] {
  const names = new Set(series.map(({ name }) => name).filter((name) => !name.startsWith(SYSTEM_PREFIX)))
  return [...names].slice(0, MOST_NAMED)
}

export function countPoints(series: readonly { readonly count: number }[]): number {
  return series.reduce((sum, { count }) => sum + count, 0)
}

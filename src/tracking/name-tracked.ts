/** Names that metadata say: they must stay small. */
const MOST_NAMED = 100

/** The names of series, as `__track__` has them. */
export function nameTracked(series: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(series.map(({ name }) => name))].slice(0, MOST_NAMED)
}

export function countPoints(series: readonly { readonly count: number }[]): number {
  return series.reduce((sum, { count }) => sum + count, 0)
}

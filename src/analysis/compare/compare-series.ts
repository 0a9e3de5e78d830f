import { seriesKey } from '../../format/series.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import type { SeriesDifference, SeriesFacts } from './run-diff.ts'

/** Series by name, context and kind: what is known of their points without reading them. */
export function compareSeries(before: readonly SeriesSummary[], after: readonly SeriesSummary[]): Comparison<SeriesDifference> {
  const pairs = compareMaps({ before: byKey(before), after: byKey(after), isSame: isSameSummary })
  const entries = pairs.flatMap(({ state, before: one, after: other }): SeriesDifference[] => {
    const identity = one ?? other
    if (identity === null) return []
    const { name, context, kind } = identity
    return [{ name, context, kind, state, before: factsOf(one), after: factsOf(other) }]
  })
  return { entries, notes: [] }
}

function byKey(series: readonly SeriesSummary[]): ReadonlyMap<string, SeriesSummary> {
  return new Map(series.map((one) => [seriesKey(one), one]))
}

function isSameSummary(one: SeriesSummary, other: SeriesSummary): boolean {
  return (['count', 'last', 'min', 'max'] as const).every((fact) => Object.is(one[fact], other[fact]))
}

function factsOf(series: SeriesSummary | null): SeriesFacts | null {
  if (series === null) return null
  const { count, last, min, max } = series
  return { count, last: encodeValue(last), min, max }
}

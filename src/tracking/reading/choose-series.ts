import type { SeriesOptions } from '../../api/tracking.ts'
import { runlabError } from '../../errors.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { isJsonObject } from '../../format/json-value.ts'
import { contextKey } from '../../format/series.ts'
import type { SourceSeries } from './blocks.ts'

/** Of the series with one name the one that is meant. Throws SERIES_NOT_FOUND, SERIES_AMBIGUOUS. */
export function chooseSeries(name: string, named: readonly SourceSeries[], { context, kind }: SeriesOptions): SourceSeries {
  const ofKind = kind === undefined ? named : named.filter((series) => series.kind === kind)
  if (ofKind.length === 0) throw notFound(name, 'kind', sayKinds(named))
  const found = context === undefined ? ofOneContext(name, ofKind) : ofContext(name, ofKind, context)
  const [only, other] = found
  if (only !== undefined && other === undefined) return only
  throw ambiguous(name, 'kind', sayKinds(found))
}

function ofOneContext(name: string, series: readonly SourceSeries[]): readonly SourceSeries[] {
  const contexts = new Set(series.map((one) => contextKey(one.context)))
  if (contexts.size === 1) return series
  throw ambiguous(name, 'context', sayContexts(series))
}

function ofContext(
  name: string,
  series: readonly SourceSeries[],
  context: NonNullable<SeriesOptions['context']> | null,
): readonly SourceSeries[] {
  const wanted = context === null ? null : encodeValue(context)
  const key = wanted !== null && isJsonObject(wanted) && Object.keys(wanted).length > 0 ? contextKey(wanted) : ''
  const found = series.filter((one) => contextKey(one.context) === key)
  if (found.length > 0) return found
  throw notFound(name, 'context', sayContexts(series))
}

function ambiguous(series: string, differ: 'context' | 'kind', choices: string): Error {
  const how = `series(${JSON.stringify(series)}, { ${differ} }), one of ${choices}`
  return runlabError('SERIES_AMBIGUOUS', { series, differ, how })
}

function notFound(series: string, asked: 'context' | 'kind', choices: string): Error {
  return runlabError('SERIES_NOT_FOUND', { series, suggestion: null, asked, choices })
}

function sayKinds(series: readonly SourceSeries[]): string {
  return [...new Set(series.map(({ kind }) => JSON.stringify(kind)))].join(', ')
}

function sayContexts(series: readonly SourceSeries[]): string {
  const all = [...new Set(series.map(({ context }) => (context === null ? 'null' : JSON.stringify(context))))]
  return all.length > 10 ? `${all.slice(0, 10).join(', ')}, … (${all.length})` : all.join(', ')
}

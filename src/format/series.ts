import type { JsonObject } from './json-value.ts'

/** What is known of the points of a series without reading them. */
export interface PointsSummary {
  /** Points. */
  readonly count: number
  /** Of the first and the last point as tracked, whatever their order; null where there is none. */
  readonly firstStep: number | null
  readonly lastStep: number | null
  /** Milliseconds since the epoch. */
  readonly firstTime: number | null
  readonly lastTime: number | null
  /** The last value; null unless the series is of numbers. */
  readonly last: number | null
  /** Of finite values; null where there are none. */
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Values that are NaN or infinite. */
  readonly nonFinite: number
}

/** A series without its points. */
export interface SeriesSummary extends PointsSummary {
  readonly name: string
  /** Tells series of one name apart; null for the one without. */
  readonly context: JsonObject | null
  /** `number`, `text`, `image`, … */
  readonly kind: string
}

/** A page of a column: where it starts in its file, its bytes, and how many of them come before the data. */
export type Span = readonly [offset: number, length: number, header: number]

/** Consecutive points of a series, as pages of Parquet. */
export interface PageSet {
  readonly rows: number
  /** `integer`: delta-coded INT64. `double`: plain. */
  readonly stepType: 'integer' | 'double'
  readonly steps: Span
  readonly times: Span
  /** Numbers: plain doubles. Other kinds: texts, each with its length before it, compressed with gzip. */
  readonly values: Span
}

/** What one process or thread has tracked of a series. */
export interface SeriesPart {
  /** `main`, or a name of its own. */
  readonly sender: string
  readonly pages: readonly PageSet[]
}

/** A line of `.runlab/series.jsonl`. */
export interface SeriesRecord extends SeriesSummary {
  readonly parts: readonly SeriesPart[]
}

/** A line of `.runlab/tracking/LABEL.series.jsonl`: what a number stands for in the journal of a process. */
export interface SeriesDefinition {
  readonly id: number
  readonly name: string
  readonly context: JsonObject | null
  readonly kind: string
  readonly sender: string
}

/** A context as text, the same for the same content: keys sorted. Empty for none. */
export function contextKey(context: JsonObject | null): string {
  if (context === null) return ''
  const keys = Object.keys(context).toSorted()
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, context[key]])))
}

/** What a series is, whoever tracks it. */
export type SeriesIdentity = Pick<SeriesSummary, 'name' | 'context' | 'kind'>

/** What tells a series from others. */
export function seriesKey({ name, context, kind }: SeriesIdentity): string {
  return `${name}\0${contextKey(context)}\0${kind}`
}

/** The summary alone, of something that has more. */
export function summaryOf(series: SeriesSummary): SeriesSummary {
  const { name, context, kind, count, firstStep, lastStep, firstTime, lastTime, last, min, max, mean, nonFinite } = series
  return { name, context, kind, count, firstStep, lastStep, firstTime, lastTime, last, min, max, mean, nonFinite }
}

/** What the names of series begin with that runlab itself measures. */
export const SYSTEM_PREFIX = 'system/'

/** Whether runlab itself has measured a series. */
export function isSystemSeries({ name }: Pick<SeriesSummary, 'name'>): boolean {
  return name.startsWith(SYSTEM_PREFIX)
}

import { once } from '../internal/once.ts'
import { runlabError } from '../errors.ts'
import { json, listOf, number, objectOrNull, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse, Place } from './json-parsers.ts'
import type { JsonObject } from './json-value.ts'
import { asWritten, shape } from './shape.ts'
import type { Parsed } from './shape.ts'
import { decodeValue, encodeValue } from './tagged-json.ts'

/** Characters that a name may have; runlab itself refuses those of more than 1,000. */
const LONGEST_NAME = 10_000
const numberOrNull = orNull(number)

const seriesName: Parse<string> = (value, place) => {
  const name = text(value, place)
  if (name.length > LONGEST_NAME) throw wrong(place, `the name of a series has ${name.length} characters`)
  return name
}

/** A number as tagged JSON: it may be NaN. */
const taggedNumber: Parse<number> = Object.assign(
  (value: unknown, place: Place) => number(decodeValue(json(value, place), place.file), place),
  { write: (value: number) => encodeValue(value) },
)

const identity = {
  name: seriesName,
  /** Tells series of one name apart; null for the one without. */
  context: objectOrNull,
  /** `number`, `text`, `image`, … */
  kind: text,
}

const points = {
  /** Points. */
  count: number,
  /** Of the first and the last point as tracked, whatever their order; null where there is none. */
  firstStep: numberOrNull,
  lastStep: numberOrNull,
  /** Milliseconds since the epoch. */
  firstTime: numberOrNull,
  lastTime: numberOrNull,
  /** The last value; null unless the series is of numbers. */
  last: orNull(taggedNumber),
  /** Of finite values; null where there are none. */
  min: numberOrNull,
  max: numberOrNull,
  mean: numberOrNull,
  /** Values that are NaN or infinite. */
  nonFinite: number,
}

const pointsSummary = shape(points)
/** What is known of the points of a series without reading them. */
export interface PointsSummary extends Parsed<typeof pointsSummary> {}

const seriesSummary = shape({ ...identity, ...points })
/** A series without its points. */
export interface SeriesSummary extends Parsed<typeof seriesSummary> {}

/** A page of a column: where it starts in its file, its bytes, and how many of them come before the data. */
export type Span = readonly [offset: number, length: number, header: number]

const span: Parse<Span> = (value, place) => {
  const [offset, length, header, ...rest] = listOf(number)(value, place)
  if (offset === undefined || length === undefined || header === undefined || rest.length > 0) {
    throw wrong(place, 'a page is not three numbers')
  }
  return [offset, length, header]
}

const pageSet = shape({
  rows: number,
  /** `integer`: delta-coded INT64. `double`: plain. */
  stepType: oneOf('integer', 'double'),
  steps: span,
  times: span,
  /** Numbers: plain doubles. Other kinds: texts, each with its length before it, compressed with gzip. */
  values: span,
})
/** Consecutive points of a series, as pages of Parquet. */
export interface PageSet extends Parsed<typeof pageSet> {}

const seriesPart = shape({
  /** `main`, or a name of its own. */
  sender: text,
  pages: listOf(pageSet),
})
/** What one process or thread has tracked of a series. */
export interface SeriesPart extends Parsed<typeof seriesPart> {}

const seriesParts = shape({ parts: listOf(seriesPart) })
/** A line of `.runlab/series.jsonl`. */
export interface SeriesRecord extends SeriesSummary, Parsed<typeof seriesParts> {}

/** Where the points of a series are is parsed when it is asked for: of ten thousand series one is. Throws ARCHIVE_FORMAT. */
export const parseSeriesRecord: Parse<SeriesRecord> = Object.assign(
  (value: unknown, place: Place): SeriesRecord => {
    const summary = seriesSummary(value, place)
    const parts = once(() => seriesParts(value, place).parts)
    return {
      ...summary,
      get parts() {
        return parts()
      },
    }
  },
  { write: (record: SeriesRecord) => Object.assign({}, asWritten(seriesSummary, record), asWritten(seriesParts, record)) },
)

/** A line of `.runlab/tracking/LABEL.series.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseSeriesDefinition = shape({ id: number, ...identity, sender: text })
/** What a number stands for in the journal of a process. */
export interface SeriesDefinition extends Parsed<typeof parseSeriesDefinition> {}

function wrong({ file }: Place, reason: string): Error {
  return runlabError('ARCHIVE_FORMAT', { file, reason })
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

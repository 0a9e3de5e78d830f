import { once } from '../internal/once.ts'
import { runlabError } from '../errors.ts'
import { decodeValue, encodeValue } from './tagged-json.ts'
import { fieldsOf, json, listOf, number, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse, Place } from './json-parsers.ts'
import { isJsonObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import type { PageSet, PointsSummary, SeriesDefinition, SeriesPart, SeriesRecord, Span } from './series.ts'

export function encodeSummary(summary: PointsSummary): JsonObject {
  return {
    count: summary.count,
    first_step: summary.firstStep,
    last_step: summary.lastStep,
    first_time: summary.firstTime,
    last_time: summary.lastTime,
    last: encodeValue(summary.last),
    min: summary.min,
    max: summary.max,
    mean: summary.mean,
    non_finite: summary.nonFinite,
  }
}

export function encodePageSet({ rows, stepType, steps, times, values }: PageSet): JsonObject {
  return { rows, step_type: stepType, steps, times, values }
}

export function encodeSeriesRecord(record: SeriesRecord): JsonObject {
  const { name, context, kind, parts } = record
  const encoded = parts.map(({ sender, pages }) => ({ sender, pages: pages.map(encodePageSet) }))
  return { name, context, kind, ...encodeSummary(record), parts: encoded }
}

export const parseSummary: Parse<PointsSummary> = (value, place) => {
  const field = fieldsOf(value, place)
  return {
    count: field('count', number),
    firstStep: field('first_step', orNull(number)),
    lastStep: field('last_step', orNull(number)),
    firstTime: field('first_time', orNull(number)),
    lastTime: field('last_time', orNull(number)),
    last: field('last', orNull(taggedNumber)),
    min: field('min', orNull(number)),
    max: field('max', orNull(number)),
    mean: field('mean', orNull(number)),
    nonFinite: field('non_finite', number),
  }
}

export const parsePageSet: Parse<PageSet> = (value, place) => {
  const field = fieldsOf(value, place)
  return {
    rows: field('rows', number),
    stepType: field('step_type', oneOf('integer', 'double')),
    steps: field('steps', span),
    times: field('times', span),
    values: field('values', span),
  }
}

/** Where the points of a series are is parsed when it is asked for: of ten thousand series one is. */
export const parseSeriesRecord: Parse<SeriesRecord> = (value, place) => {
  const field = fieldsOf(value, place)
  const parts = once(() => field('parts', listOf(parsePart)))
  return {
    name: field('name', seriesName),
    context: field('context', contextObject),
    kind: field('kind', text),
    ...parseSummary(value, place),
    get parts() {
      return parts()
    },
  }
}

export const parseSeriesDefinition: Parse<SeriesDefinition> = (value, place) => {
  const field = fieldsOf(value, place)
  return {
    id: field('id', number),
    name: field('name', seriesName),
    context: field('context', contextObject),
    kind: field('kind', text),
    sender: field('sender', text),
  }
}

const parsePart: Parse<SeriesPart> = (value, place) => {
  const field = fieldsOf(value, place)
  return { sender: field('sender', text), pages: field('pages', listOf(parsePageSet)) }
}

/** Characters that a name may have; runlab itself refuses those of more than 1,000. */
const LONGEST_NAME = 10_000

const seriesName: Parse<string> = (value, place) => {
  const name = text(value, place)
  if (name.length > LONGEST_NAME) throw wrong(place, `the name of a series has ${name.length} characters`)
  return name
}

const contextObject: Parse<JsonObject | null> = (value, place) => {
  const found = json(value, place)
  if (found === null || isJsonObject(found)) return found
  throw wrong(place, 'its context is no object')
}

const taggedNumber: Parse<number> = (value, place) => number(decodeValue(json(value, place), place.file), place)

const span: Parse<Span> = (value, place) => {
  const [offset, length, header, ...rest] = listOf(number)(value, place)
  if (offset === undefined || length === undefined || header === undefined || rest.length > 0) {
    throw wrong(place, 'a page is not three numbers')
  }
  return [offset, length, header]
}

function wrong({ file }: Place, reason: string): Error {
  return runlabError('ARCHIVE_FORMAT', { file, reason })
}

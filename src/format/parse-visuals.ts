import { runlabError } from '../errors.ts'
import { fieldsOf, json, listOf, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { isJsonObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { pathBelow } from './path-below.ts'
import type { VisualRecord } from './visuals.ts'

const form = oneOf('plot', 'video', 'sheet', 'table', 'document', 'players', 'gallery', 'note')
const group = oneOf('tracked', 'system', 'own')

/** One line of `.runlab/visuals.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseVisualRecord: Parse<VisualRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    title: read('title', text),
    form: read('form', form),
    group: read('group', group),
    series: read('series', listOf(drawnSeries)),
    files: read('files', listOf(pathBelow)),
    alt: read('alt', text),
    note: read('note', orNull(text)),
  }
}

const drawnSeries: Parse<VisualRecord['series'][number]> = (value, place) => {
  const read = fieldsOf(value, place)
  return { name: read('name', text), context: read('context', contextObject) }
}

const contextObject: Parse<JsonObject | null> = (value, place) => {
  const found = json(value, place)
  if (found === null || isJsonObject(found)) return found
  throw runlabError('ARCHIVE_FORMAT', { file: place.file, reason: 'its context is no object' })
}

import { fieldsOf, json, listOf, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { isJsonObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { pathBelow } from './parse-records.ts'
import type { VisualRecord } from './visuals.ts'

const context: Parse<JsonObject | null> = (value, place) => {
  if (value === null) return null
  const object = json(value, place)
  return isJsonObject(object) ? object : null
}

const series: Parse<VisualRecord['series'][number]> = (value, place) => {
  const read = fieldsOf(value, place)
  return { name: read('name', text), context: read('context', context) }
}

/** One line of `.runlab/visuals.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseVisualRecord: Parse<VisualRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    title: read('title', text),
    form: read('form', oneOf('plot', 'video', 'sheet', 'table', 'document', 'players', 'gallery', 'note')),
    group: read('group', oneOf('tracked', 'system', 'own')),
    series: read('series', listOf(series)),
    files: read('files', listOf(pathBelow)),
    alt: read('alt', text),
    note: read('note', orNull(text)),
  }
}

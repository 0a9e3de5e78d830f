import type { Series } from '../api/tracking.ts'
import { encodeValue } from '../format/tagged-json.ts'
import { jsonText } from '../internal/json-text.ts'
import { csvTable } from '../render/tables/table-text.ts'
import { MediaFileValue } from '../tracking/kinds/media-value.ts'

/** Points that are put into one text. */
const AT_ONCE = 1000

/**
 * The points of a series as text, many at once: `step,time,value`, a row a point; or an object of JSON a line. Times are
 * milliseconds since the epoch; values that are neither numbers nor text are tagged JSON.
 */
export function* pointLines(series: Series, format: 'csv' | 'json'): Generator<string> {
  const header = csvTable({ headings: ['step', 'time', 'value'], rows: [] })
  let lines = format === 'csv' ? header : ''
  let count = 0
  for (const { step, time, value } of series) {
    if (format === 'json') lines += `${jsonText({ step, time, value: plain(value) })}\n`
    else if (typeof value === 'number') lines += `${step},${time},${value}\n`
    else lines += csvTable({ headings: [String(step), String(time), cell(value)], rows: [] })
    if (++count % AT_ONCE !== 0) continue
    yield lines
    lines = ''
  }
  if (lines !== '') yield lines
}

/** Tagged JSON; of media which file it is, and what is known of it. */
function plain(value: unknown): unknown {
  return typeof value === 'string' || value instanceof MediaFileValue ? value : encodeValue(value)
}

function cell(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(plain(value))
}

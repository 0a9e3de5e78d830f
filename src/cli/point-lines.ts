import type { Series } from '../api/tracking.ts'
import { jsonText } from '../internal/json-text.ts'
import { csvTable } from '../render/tables/table-text.ts'
import { cellText, plainValue } from '../query/export/cell-text.ts'

/** Points that are put into one text. */
const AT_ONCE = 1000

interface PointLinesOptions {
  readonly format: 'csv' | 'json'
  /** How many at most. */
  readonly limit?: number
}

/**
 * The points of a series as text, many at once: `step,time,value`, a row a point; or an object of JSON a line. Times are
 * milliseconds since the epoch; values that are neither numbers nor text are tagged JSON.
 */
export function* pointLines(series: Series, { format, limit = Infinity }: PointLinesOptions): Generator<string> {
  const header = csvTable({ headings: ['step', 'time', 'value'], rows: [] })
  let lines = format === 'csv' ? header : ''
  let count = 0
  for (const { step, time, value } of series) {
    if (count >= limit) break
    if (format === 'json') lines += `${jsonText({ step, time, value: plainValue(value) })}\n`
    else if (typeof value === 'number') lines += `${step},${time},${value}\n`
    else lines += csvTable({ headings: [String(step), String(time), cellText(value)], rows: [] })
    if (++count % AT_ONCE !== 0) continue
    yield lines
    lines = ''
  }
  if (lines !== '') yield lines
}

import type { Look } from '../api/kind.ts'
import type { Series } from '../api/tracking.ts'
import type { Visual } from '../api/visual.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'

/** A table of values: a column for each key of records, one for anything else; the step where there are several. */
export function jsonLook(series: Series, { title }: Look): readonly Visual[] {
  const isOne = series.length === 1
  const records = Array.from(series, ({ step, value }) => ({
    ...(isOne ? {} : { step }),
    ...(isPlainObject(value) ? value : { value }),
  }))
  return [{ type: 'table', title, records }]
}

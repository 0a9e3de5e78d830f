import type { Look } from '../api/kind.ts'
import type { Series } from '../api/tracking.ts'
import type { Visual } from '../api/visual.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'

/** A table of values: a column for each key of records, one for anything else. */
export function jsonLook(series: Series, { title }: Look): readonly Visual[] {
  const records = Array.from(series, ({ step, value }) => ({ step, ...(isPlainObject(value) ? value : { value }) }))
  return [{ type: 'table', title, records }]
}

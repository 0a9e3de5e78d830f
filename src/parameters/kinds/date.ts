import { types } from 'node:util'
import { readDateText } from '../text/date-text.ts'
import { accept, acceptIf, refuse } from './kind.ts'
import type { Kind } from './kind.ts'

const EXPECTED = 'a date such as 2026-11-23 or 2026-11-23T15:24:12Z'

export const DATE_KIND: Kind = {
  kind: 'date',
  name: 'date',
  bounds: null,
  type: 'date',
  expected: EXPECTED,
  check: (value) => acceptIf(types.isDate(value) && !Number.isNaN(value.getTime()), value, 'a valid Date'),
  read(text) {
    const date = readDateText(text)
    return date === null ? refuse(EXPECTED) : accept(date)
  },
  readJson(value, place) {
    return typeof value === 'string' ? this.read(value, place) : refuse(EXPECTED)
  },
  jsonSchema: { type: 'string', pattern: String.raw`^\s*\d{4}-\d{2}-\d{2}([T ]|\s*$)` },
}

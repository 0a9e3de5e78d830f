import type { VisualRecord } from '../../format/visuals.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { html, raw } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText } from '../report-texts.ts'
import { columnsThatFit, sayRest, scrolled, table } from '../table.ts'
import { placesOf, sortChoices, tracksOf, unsortChoice } from '../../render/pages/sortable.ts'
import { columnLook, shownText } from '../../render/pages/table-cells.ts'
import type { ColumnLook } from '../../render/pages/table-cells.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { JsonValue } from '../../format/json-value.ts'

/** Rows, columns and letters of what is told of a table or of texts; the files have all of it. */
const MOST_ROWS = 100
const MOST_COLUMNS = 24
/** Rows on paper, and of tables after the first ones. */
const FEW_ROWS = 20
/** Columns from which on letters are smaller, so that they have room. */
const MANY = 8
const MOST_LETTERS = 4000
const LONGEST_CELL = 200
/** Bytes of a file that are looked at. */
const LOOKED_AT = 100_000

export interface BeginningOptions {
  readonly report: Pick<ReportRun, 'files'>
  /** Which table of the page: the first ones show more. From 0. */
  readonly table: number
}

/** Tables that show many rows: a page has to be loaded. */
const MOST_LONG = 10

/** How a document begins, and a table, or what it was at its last step. Null for anything else. */
export function beginningOf(
  { form, files: paths, title }: VisualRecord,
  { report: { files }, table: index }: BeginningOptions,
): Html | null {
  const path = paths.find((file) => file.endsWith(form === 'table' ? '.jsonl' : '.txt'))
  if (path === undefined || (form !== 'table' && form !== 'document')) return null
  const bytes = files.read(path, { first: LOOKED_AT })
  const text = bytes?.toString('utf8') ?? ''
  if (form === 'document') {
    const shown = cutText(text.trimEnd(), MOST_LETTERS)
    return html`<pre class="beginning" tabindex="0" aria-label="${cutText(title, 300)}">${shown}</pre>`
  }
  const most = index < MOST_LONG ? MOST_ROWS : FEW_ROWS
  // The last one is empty, or cut off.
  const lines = text.split('\n').slice(0, -1)
  const isAll = bytes !== null && bytes.length === files.sizeOf(path)
  const end = isAll ? text : (files.read(path, { last: LOOKED_AT })?.toString('utf8') ?? '')
  const latest = latestOf(lines.slice(0, 1).flatMap(recordIn), end)
  if (latest === null) {
    const moreRows = isAll ? Math.max(0, lines.length - most) : null
    return tableOf(lines.slice(0, most).flatMap(recordIn), { title, index, moreRows })
  }
  const shown = latest.slice(0, most)
  const step = html`<p class="small">Step ${shownText(shown[0]?.['step'])}, the last one:</p>`
  const withoutStep = shown.map(({ step: _, ...rest }) => rest)
  return html`${step}${tableOf(withoutStep, { title, index, moreRows: isAll ? lines.length - shown.length : null })}`
}

/** Of tables that were tracked at several steps, the rows of the last one; null where there is one step, or one row a step. */
function latestOf([first]: readonly Record[], end: string): readonly Record[] | null {
  const lines = end.split('\n').slice(0, -1)
  const [last] = lines.slice(-1).flatMap(recordIn)
  if (first?.['step'] === undefined || last?.['step'] === undefined || first['step'] === last['step']) return null
  const latest = lines.flatMap(recordIn).filter(({ step }) => step === last['step'])
  return latest.length > 1 ? latest : null
}

type Record = Readonly<{ [column: string]: unknown }>

function recordIn(line: string): readonly Record[] {
  try {
    const record: unknown = JSON.parse(line)
    return isPlainObject(record)
      ? [Object.fromEntries(Object.entries(record).map(([name, value]) => [name, decoded(value)]))]
      : []
  } catch {
    return [] // it is not one of ours
  }
}

/** As it was tracked; as it stands where it is tagged as what this version does not know. */
function decoded(value: unknown): unknown {
  try {
    return decodeValue(value as JsonValue)
  } catch {
    return value
  }
}

interface TableOptions {
  readonly title: string
  readonly index: number
  /** Rows that are not shown; null where there are more than were counted. */
  readonly moreRows: number | null
}

function tableOf(records: readonly Record[], { title, index, moreRows }: TableOptions): Html | null {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  if (names.length === 0) return null
  const columns = names.slice(0, MOST_COLUMNS).map((name) => columnOf(name, records))
  const onPaper = columnsThatFit(columns.map(({ width }) => width))
  const kindOf = (i: number): string => `${columns[i]?.look}${i < onPaper ? '' : ' over'}`
  const group = `table-${index}`
  const places = placesOf(
    columns.map(({ values }) => values),
    records.length,
  )
  const rows = records.map(
    (_, row) =>
      html`<tr${row < FEW_ROWS ? null : html` class="over"`} style="${places[row] ?? ''}">
        ${columns.map(({ cells }, i) => html`<td class="${kindOf(i)}">${cells[row] ?? ''}</td>`)}
      </tr>`,
  )
  const isSortable = records.length > 1
  const heads = columns.map(({ name: full }, i) => {
    const name = cutText(full, 80)
    const choices = isSortable ? { choices: raw(sortChoices(name, { column: i, group })) } : {}
    return { name, kind: kindOf(i), ...choices }
  })
  const tracks = tracksOf(
    columns.map(({ look }) => look),
    columns.map(({ cells }) => cells),
  )
  const shown = table({
    kind: `data sortable${columns.length >= MANY ? ' many' : ''}`,
    caption: null,
    columns: heads,
    tracks,
    rows,
  })
  const lateRows = Math.max(0, records.length - FEW_ROWS)
  return html`${scrolled(title, shown)}${isSortable ? html`${raw(unsortChoice(group))}${moreRows === 0 ? null : SORTED_PART}` : null}
  ${sayRest({ moreRows, lateRows, columns: names.length, shown: columns.length, onPaper })}`
}

const SORTED_PART = html`<span class="unsort">Only the rows that are shown are sorted; the CSV has all of them.</span>`

interface ShownColumn {
  readonly name: string
  readonly look: ColumnLook
  readonly values: readonly unknown[]
  readonly cells: readonly string[]
  /** In letters. */
  readonly width: number
}

function columnOf(name: string, records: readonly Record[]): ShownColumn {
  const values = records.map((record) => record[name])
  const look = columnLook(values)
  const cells = values.map((value) => cutText(shownText(value), LONGEST_CELL))
  return { name, look, values, cells, width: Math.max(...[name, ...cells].map(({ length }) => length)) }
}

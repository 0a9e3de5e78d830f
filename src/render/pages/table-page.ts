import type { RecordTable } from '../../api/visual.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { escapeXml } from '../escape-xml.ts'
import { page } from './page.ts'
import { MOST_SORTED, SORT_STYLE, placesOf, sortChoices, tracksOf, unsortChoice } from './sortable.ts'
import { cellText, columnLook, shownText } from './table-cells.ts'

/** Rows on a page; the files beside it have all of them. */
const MOST_ROWS = 1000
const MOST_COLUMNS = 100
/** Letters of a cell on a page. */
const LONGEST_CELL = 1000

export interface CompiledTable {
  readonly html: string
  readonly csv: string
  /** A record a line, as runlab encodes what JSON does not have. */
  readonly jsonLines: string
  readonly alt: string
}

/** Records as a page to look at, CSV, and JSON lines. */
export function compileTable({ title, records: given }: RecordTable): CompiledTable {
  const records = [...given]
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const size = `${count(records.length, 'row')}, ${count(columns.length, 'column')}.`
  const alt = `Table: ${title}; ${size}`
  const shown = columns.slice(0, MOST_COLUMNS)
  const begin = records.slice(0, MOST_ROWS)
  const values = shown.map((column) => begin.map((record) => record[column]))
  const looks = values.map(columnLook)
  const head = shown.map((column, i) => {
    const choices = i < MOST_SORTED ? sortChoices(column, { column: i, group: 'sort' }) : ''
    return `<th scope="col" class="${looks[i]}">${escapeXml(column)}${choices}</th>`
  })
  const places = placesOf(values, begin.length)
  const rows = begin.map((record, row) => {
    const cells = shown.map((column, i) => `<td class="${looks[i]}">${cellHtml(record[column])}</td>`)
    return `<tr style="${places[row]}">${cells.join('')}</tr>`
  })
  const tracks = tracksOf(
    looks,
    values.map((column) => column.map((value) => shownText(value).slice(0, LONGEST_CELL))),
  )
  const cut =
    records.length > MOST_ROWS || columns.length > MOST_COLUMNS
      ? ` Shown are the first ${count(Math.min(records.length, MOST_ROWS), 'row')} and ${count(shown.length, 'column')}; the CSV beside it has all.`
      : ''
  const body = `<div class="wide" tabindex="0" role="group" aria-label="Table"><table class="sortable" style="${tracks}"><thead><tr>${head.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>${unsortChoice('sort')}`
  return {
    html: page({ title, about: `${size}${cut}`, body, style: SORT_STYLE }),
    csv: [columns, ...records.map((record) => columns.map((column) => record[column]))].map(csvLine).join(''),
    jsonLines: records.map((record) => `${JSON.stringify(encodeValue(record))}\n`).join(''),
    alt,
  }
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
}

function cellHtml(value: unknown): string {
  const text = shownText(value)
  return escapeXml(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text)
}

/** RFC 4180, lines ended by a line feed alone. */
function csvLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => quoted(cellText(cell))).join(',')}\n`
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

import type { RecordTable } from '../../api/visual.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { escapeXml } from '../escape-xml.ts'
import { numberText } from '../charts/number-text.ts'
import { page } from './page.ts'

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
  const alt = `Table: ${title}; ${count(records.length, 'row')}, ${count(columns.length, 'column')}.`
  const isNumeric = columns.map((column) =>
    records.every((record) => record[column] === undefined || typeof record[column] === 'number'),
  )
  const shown = columns.slice(0, MOST_COLUMNS)
  const head = shown.map((column) => `<th scope="col">${escapeXml(column)}</th>`).join('')
  const rows = records.slice(0, MOST_ROWS).map((record) => {
    const cells = shown.map(
      (column, i) => `<td${isNumeric[i] === true ? ' class="number"' : ''}>${cellHtml(record[column])}</td>`,
    )
    return `<tr>${cells.join('')}</tr>`
  })
  const cut =
    records.length > MOST_ROWS || columns.length > MOST_COLUMNS
      ? ` Shown are the first ${count(Math.min(records.length, MOST_ROWS), 'row')} and ${count(shown.length, 'column')}; the CSV beside it has all.`
      : ''
  const body = `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`
  return {
    html: page({ title, about: `${alt}${cut}`, body }),
    csv: [columns, ...records.map((record) => columns.map((column) => record[column]))].map(csvLine).join(''),
    jsonLines: records.map((record) => `${JSON.stringify(encodeValue(record))}\n`).join(''),
    alt,
  }
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
}

function cellHtml(value: unknown): string {
  if (typeof value === 'number') return escapeXml(numberText(value, 6))
  const text = cellText(value)
  return escapeXml(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text)
}

/** As in the CSV: numbers in full, dates as ISO, what is nested as JSON. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  return JSON.stringify(encodeValue(value))
}

/** RFC 4180, lines ended by a line feed alone. */
function csvLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => quoted(cellText(cell))).join(',')}\n`
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

import type { VisualRecord } from '../../format/visuals.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText } from '../report-texts.ts'
import { table } from '../table.ts'

/** Rows, columns and letters of what is told of a table or of texts; the files have all of it. */
const MOST_ROWS = 20
const MOST_COLUMNS = 12
const MOST_LETTERS = 4000
/** Bytes of a file that are looked at. */
const LOOKED_AT = 100_000

/** How a table or a document begins. Null for anything else. */
export function beginningOf(
  { form, files: paths }: VisualRecord,
  { report: { files } }: { readonly report: Pick<ReportRun, 'files'> },
): Html | null {
  const path = paths.find((file) => file.endsWith(form === 'table' ? '.jsonl' : '.txt'))
  if (path === undefined || (form !== 'table' && form !== 'document')) return null
  const text = files.read(path, { first: LOOKED_AT })?.toString('utf8') ?? ''
  if (form === 'document') return html`<pre class="beginning" tabindex="0">${cutText(text.trimEnd(), MOST_LETTERS)}</pre>`
  const lines = text.split('\n')
  // The last one is empty, or cut off.
  return tableOf(lines.slice(0, -1).slice(0, MOST_ROWS).flatMap(recordIn))
}

function recordIn(line: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const record: unknown = JSON.parse(line)
    return isPlainObject(record) ? [record] : []
  } catch {
    return [] // it is not one of ours
  }
}

function tableOf(records: readonly Readonly<Record<string, unknown>>[]): Html | null {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))].slice(0, MOST_COLUMNS)
  if (columns.length === 0) return null
  const rows = records.map(
    (record) =>
      html`<tr>
        ${columns.map((column) => html`<td>${cutText(textOf(record[column]), 200)}</td>`)}
      </tr>`,
  )
  const heads = columns.map((column) => cutText(column, 80))
  return html`<div class="scroll">${table({ caption: null, columns: heads, rows })}</div>`
}

/** As JSON, texts as they are, and what runlab tags by what it holds. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (isPlainObject(value) && '$runlab' in value && typeof value['value'] === 'string') return value['value']
  return JSON.stringify(value)
}

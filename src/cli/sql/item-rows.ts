import { readRows } from '../../analysis/items/read-rows.ts'
import type { Row } from '../../analysis/items/read-rows.ts'
import { RunlabError } from '../../errors.ts'
import { pathInArchive } from '../../archive/listing/listed-run.ts'
import type { Unread } from '../../query/export/point-table.ts'
import { tableOf } from '../../query/export/run-table.ts'
import type { Rows } from '../../query/export/run-table.ts'
import type { RunFields } from '../../query/run-fields.ts'

const FILES_OF_ROWS = /\.(?:csv|jsonl|ndjson)$/i
/** A number as CSV has it; one with a zero before it is a name. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i

/** The rows of tracked tables and of artifacts that are JSON lines or comma-separated, those of all runs in one table. */
export async function itemTable(
  runs: readonly RunFields[],
): Promise<{ readonly items: Rows; readonly unread: readonly Unread[] }> {
  const records: Row[] = []
  const unread: Unread[] = []
  for (const { run, listed } of runs) {
    const where = pathInArchive(listed)
    try {
      const tracked = run.tracked.filter(({ kind }) => kind === 'table').map(({ name }) => name)
      const files = run.artifacts.names().filter((name) => FILES_OF_ROWS.test(name))
      for (const table of new Set([...tracked, ...files])) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- one table after the other is in memory
          const rows = await readRows(run, table)
          const typed = /\.csv$/i.test(table) && !tracked.includes(table) ? withNumbers(rows) : rows
          for (const row of typed) records.push(ownNames(row, { namespace: listed.namespace, run: listed.run, table }))
        } catch (error) {
          if (!(error instanceof RunlabError)) throw error
          unread.push({ what: `${where}: table ${table}`, reason: error.message })
        }
      }
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      unread.push({ what: `${where}: its tables`, reason: error.message })
    }
  }
  return { items: tableOf(records, { namespace: 'text', run: 'text', table: 'text' }), unread }
}

/** A column of a row that has one of our names is `item.NAME`. */
function ownNames(row: Row, own: Readonly<Record<string, string>>): Row {
  const renamed = Object.entries(row).map(([key, value]) => [Object.hasOwn(own, key.toLowerCase()) ? `item.${key}` : key, value])
  return { ...own, ...Object.fromEntries(renamed) }
}

/** Columns of a CSV file whose fields are all numbers are numbers, and empty fields nothing. */
function withNumbers(rows: readonly Row[]): readonly Row[] {
  const isNumber = new Map<string, boolean>()
  for (const row of rows)
    for (const [key, value] of Object.entries(row))
      if (value !== '') isNumber.set(key, (isNumber.get(key) ?? true) && NUMBER.test(String(value)))
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, value === '' ? null : isNumber.get(key) === true ? Number(value) : value]),
    ),
  )
}

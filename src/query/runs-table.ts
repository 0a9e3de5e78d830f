import type { JsonValue } from '../format/json-value.ts'
import { encodeValue } from '../format/tagged-json.ts'
import { shortRunName } from '../format/run-name.ts'
import { columnOf, distinctColumns, headingOf, resultColumns, varyingParameters } from './columns.ts'
import type { Column } from './columns.ts'
import type { RunFields } from './run-fields.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../render/tables/table-text.ts'
import type { TextTable } from '../render/tables/table-text.ts'
import { exactText, shownText } from '../render/tables/cell-text.ts'

export interface RunColumns {
  readonly runs: readonly RunFields[]
  readonly columns: readonly Column[]
}

/**
 * A column for each expression; where none are given, the parameters that vary and the results. Throws QUERY_INVALID,
 * QUERY_FIELD_UNKNOWN.
 */
export function tabulate(runs: readonly RunFields[], columns: readonly string[] | undefined): RunColumns {
  const own = columns?.map((text) => columnOf(runs, text)) ?? [...varyingParameters(runs), ...resultColumns(runs)]
  return { runs, columns: distinctColumns(own, FACTS) }
}

/** What a table says of each run besides. */
const FACTS = ['run', 'namespace', 'status', 'seed', 'start', 'duration', 'when']

/** The first so many rows of that table. A field that only the others have is none that is mistyped. */
export function tabulateFirst(runs: readonly RunFields[], limit: number, columns: readonly string[] | undefined): RunColumns {
  const first = runs.slice(0, limit)
  if (columns !== undefined) {
    const own = columns.map((text) => columnOf(first, text, runs))
    return { runs: first, columns: distinctColumns(own, FACTS) }
  }
  const all = tabulate(runs, undefined)
  return { runs: first, columns: all.columns.map((column) => ({ ...column, cells: column.cells.slice(0, limit) })) }
}

/** A line a run, with all digits. */
export function runsCsv({ runs, columns: all }: RunColumns): string {
  const columns = all.filter(({ expression, isNamed }) => isNamed === true || !FACTS.includes(expression ?? ''))
  const rows = runs.map(({ run, listed }, row) => [
    listed.namespace,
    run.name,
    run.status,
    String(listed.brief.seed ?? ''),
    new Date(listed.start * 1000).toISOString(),
    String(listed.brief.duration),
    ...columns.map(({ cells }) => exactText(cells[row])),
  ])
  return csvTable({
    headings: ['namespace', 'run', 'status', 'seed', 'start', 'duration', ...columns.map(({ label }) => label)],
    rows,
  })
}

/** An object a run: which one it is, and what it has in each column, as tagged JSON. */
export function runsJson({ runs, columns }: RunColumns): readonly JsonValue[] {
  return runs.map(({ run, listed }, row) => ({
    run: run.name,
    namespace: listed.namespace,
    status: run.status,
    seed: listed.brief.seed,
    ...Object.fromEntries(columns.map(({ label, cells }) => [label, cells[row] === undefined ? null : encodeValue(cells[row])])),
  }))
}

export function runsMarkdown(table: RunColumns): string {
  return markdownTable(shownTable(table, (text) => text))
}

export function runsLatex(table: RunColumns, command: string): string {
  return latexTable(shownTable(table, latexText), [command])
}

/** A short name, the seed, and the columns. */
export function shownTable({ runs, columns: all }: RunColumns, escape: (text: string) => string): TextTable {
  const columns = all.filter(({ expression, isNamed }) => isNamed === true || expression !== 'seed')
  const rows = runs.map(({ run, listed }, row) =>
    [shortRunName(run.name), String(listed.brief.seed ?? ''), ...columns.map(({ cells }) => shownText(cells[row]))].map(escape),
  )
  const numeric = columns.flatMap(({ cells }, index) =>
    cells.every((cell) => cell === undefined || typeof cell === 'number') ? [index + 2] : [],
  )
  return { headings: ['run', 'seed', ...columns.map(headingOf)].map(escape), rows, numeric: new Set([1, ...numeric]) }
}

import { join } from 'node:path'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { columnOf, headingOf, resultColumns, varyingParameters } from '../query/columns.ts'
import type { Column } from '../query/columns.ts'
import { groupRuns } from '../query/groups.ts'
import type { Group, Groups } from '../query/groups.ts'
import { leftOutTexts } from '../query/left-out-text.ts'
import { orderGroups } from '../query/order-groups.ts'
import type { RunFields } from '../query/run-fields.ts'
import { selectRuns } from '../query/select.ts'
import { pathInArchive } from '../archive/listing/listed-run.ts'
import { shownText } from '../render/tables/cell-text.ts'
import type { Spread, TableColumn, TablePage, TableQuestion, TableRow } from './protocol.ts'

/** What a table says of each run besides parameters and results. */
const FACTS = ['name', 'status', 'seed', 'start', 'duration'] as const

/** The rows that are asked for, of all runs of an archive, whose files are below `files`. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export async function answerTable(runs: readonly RunFields[], question: TableQuestion, files: string): Promise<TablePage> {
  const where = question.where.trim() === '' ? undefined : question.where
  const sort = question.sort === '' ? [] : [question.sort]
  if (question.isGrouped) return tableOfGroups(await selectRuns(runs, { where }), { ...question, total: runs.length })
  const found = await selectRuns(runs, { where, sort })
  const { offset, limit } = question
  const wanted = question.columns?.map((text) => columnOf(found, text)) ?? defaultColumns(found)
  const shown = found.slice(offset, offset + limit)
  return {
    columns: wanted.map(asTableColumn),
    rows: shown.map((run, index) => rowOf(run, { columns: wanted, index: offset + index, files })),
    offset,
    count: found.length,
    matched: found.length,
    total: runs.length,
  }
}

/** What varies first, then results, then what every run has. */
function defaultColumns(runs: readonly RunFields[]): readonly Column[] {
  const [name, status, ...others] = FACTS.map((fact) => columnOf(runs, fact))
  return [...varyingParameters(runs), ...[name, status].filter((one) => one !== undefined), ...resultColumns(runs), ...others]
}

function asTableColumn({ label, expression, cells, result }: Column): TableColumn {
  const isNumeric = cells.some((cell) => typeof cell === 'number') && cells.every((cell) => cell === undefined || isNumber(cell))
  return { id: expression ?? label, label: HEADINGS[label] ?? label, unit: result?.unit ?? null, isNumeric }
}

const HEADINGS: Readonly<Record<string, string>> = { name: 'run', start: 'when', duration: 'took' }
const isNumber = (cell: unknown): boolean => typeof cell === 'number' || typeof cell === 'bigint'

interface RowPlace {
  readonly columns: readonly Column[]
  readonly index: number
  readonly files: string
}

function rowOf(run: RunFields, { columns, index, files }: RowPlace): TableRow {
  const path = pathInArchive(run.listed)
  const cells = Object.fromEntries(
    columns.map(({ label, expression, cells: all }) => [expression ?? label, cellJson(all[index])]),
  )
  return {
    id: path,
    runs: [path],
    name: run.run.name,
    status: run.run.status,
    cells,
    spreads: {},
    left: null,
    report: reportOf(run, files),
  }
}

function tableOfGroups(runs: readonly RunFields[], question: TableQuestion & { readonly total: number }): TablePage {
  const { offset, limit, sort, total } = question
  const made = groupRuns(runs)
  const [groups = made] = sort === '' ? [] : orderGroups([made], { sort: [sort] })
  const keys = groups.labels.map((label, index): TableColumn => {
    const isNumeric = groups.groups.every(({ key }) => key[index] === undefined || isNumber(key[index]))
    return { id: `params.${label}`, label, unit: null, isNumeric }
  })
  const values = groups.values.map((label, index): TableColumn => {
    const result = groups.results[index] ?? null
    return { id: `data.${label}`, label: headingOf({ label, result: undefined }), unit: result?.unit ?? null, isNumeric: true }
  })
  return {
    columns: [...keys, ...values],
    rows: groups.groups.slice(offset, offset + limit).map((group) => rowOfGroup(group, groups)),
    offset,
    count: groups.groups.length,
    matched: runs.length,
    total,
  }
}

function rowOfGroup(group: Group, { labels, values }: Groups): TableRow {
  const cells = Object.fromEntries(labels.map((label, index) => [`params.${label}`, cellJson(group.key[index])]))
  const spreads = values.flatMap((label, index): readonly (readonly [string, Spread])[] => {
    const summary = group.values[index]?.summary
    return summary ? [[`data.${label}`, { mean: summary.mean, interval: summary.interval, n: summary.n }]] : []
  })
  const runs = group.runs.map(({ listed }) => pathInArchive(listed))
  const left = leftOutTexts(group.values[0]?.leftOut ?? []).map((text) => text.split(':')[0])
  return {
    id: runs[0] ?? '',
    runs,
    name: group.runs[0]?.run.name ?? '',
    status: null,
    cells,
    spreads: Object.fromEntries(spreads),
    left: left.length === 0 ? null : left.join(', '),
    report: null,
  }
}

function reportOf({ listed }: RunFields, files: string): string | null {
  if (statIfThere(join(listed.folder, FILES.report)) === undefined) return null
  return `${files}${pathInArchive(listed).split('/').map(encodeURIComponent).join('/')}/${FILES.report}`
}

/** A value as the page shows it: numbers, truth and short texts as they are; a time in Unix seconds. */
function cellJson(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'string') return value ?? null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return value instanceof Date ? value.getTime() / 1000 : shownText(value)
}

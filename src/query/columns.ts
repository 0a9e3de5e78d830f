import { RunlabError, runlabError } from '../errors.ts'
import { isSeedName } from '../format/is-seed-name.ts'
import type { ResultMeta } from '../format/meta.ts'
import { encodeValue } from '../format/tagged-json.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { access } from './filter/field-paths.ts'
import { readNamed } from './named-expression.ts'
import type { RunFields } from './run-fields.ts'
import { askAll, parseFor } from './select.ts'

/** A column of a table over runs: its heading, and what each run has in it. */
export interface Column {
  readonly label: string
  /** Whether that is the name that was asked for, in place of one that is made of the expression. */
  readonly isNamed?: boolean
  /** The expression that gives it; null for one that no expression names. */
  readonly expression: string | null
  /** In the order of the runs; undefined where a run has nothing. */
  readonly cells: readonly unknown[]
  /** Where it is a result that experiments declare. */
  readonly result?: ResultMeta | undefined
}

/**
 * The column of an expression, which may have a name: `accuracy=data.val`. Throws QUERY_INVALID, and QUERY_FIELD_UNKNOWN for what
 * none of `all` has, of which `runs` are the first.
 */
export function columnOf(runs: readonly RunFields[], text: string, all = runs): Column {
  const { name, expression } = readNamed(text)
  const label = labelOf(expression)
  const declared = /^(?:data|series)[.[]/.test(expression) ? declaredResults(runs).find((one) => one.name === label) : undefined
  const answers = askFirst(runs, all, expression)
  const column = { expression, cells: expression === 'git' ? answers.map(commitText) : answers }
  if (name === null) return { ...column, label, result: declared }
  return { ...column, label: name, isNamed: true, result: declared && { ...declared, unit: null } }
}

/** Digits of a commit that people tell it by. */
const DIGITS = 10

/** The commit that `git` tells of, as `git describe --dirty` would say it; undefined for none. */
function commitText(git: unknown): string | undefined {
  if (!isPlainObject(git) || typeof git['commit'] !== 'string') return undefined
  return `${git['commit'].slice(0, DIGITS)}${git['dirty'] === true ? '-dirty' : ''}`
}

function askFirst(runs: readonly RunFields[], all: readonly RunFields[], text: string): readonly unknown[] {
  try {
    return askAll(runs, parseFor(runs, text))
  } catch (error) {
    if (all.length === runs.length || !(error instanceof RunlabError)) throw error
    return askAll(all, parseFor(all, text)).slice(0, runs.length)
  }
}

/** What experiments declare as their results, those of the first runs first. */
export function declaredResults(runs: readonly Pick<RunFields, 'listed'>[]): readonly ResultMeta[] {
  const before = declaredBy.get(runs)
  if (before !== undefined) return before
  const known = new Map<string, ResultMeta>()
  for (const { listed } of runs)
    for (const result of listed.brief.results) if (!known.has(result.name)) known.set(result.name, result)
  const declared = [...known.values()]
  declaredBy.set(runs, declared)
  return declared
}

/** Of lists of runs: a table asks for each of its columns. */
const declaredBy = new WeakMap<object, readonly ResultMeta[]>()

/** A heading for people, with the unit of a result. */
export function headingOf({ label, result }: Pick<Column, 'label' | 'result'>): string {
  return result === undefined || result.unit === null ? label : `${label} (${result.unit})`
}

/** Headings that come twice, or are taken, are the expressions themselves: one would hide the other. Throws QUERY_INVALID for names. */
export function distinctColumns(columns: readonly Column[], taken: readonly string[] = []): readonly Column[] {
  const times = new Map<string, number>(taken.map((label) => [label, 1]))
  for (const { label } of columns) times.set(label, (times.get(label) ?? 0) + 1)
  return columns.map((column) => {
    if (times.get(column.label) === 1) return column
    if (column.isNamed === true) throw nameTaken(column)
    return { ...column, label: column.expression ?? column.label }
  })
}

function nameTaken({ label, expression }: Column): Error {
  const reason = `Another column is called ${label}`
  return runlabError('QUERY_INVALID', { text: `${label}=${expression}`, at: 0, reason, suggestion: null, fields: [] })
}

/** The parameters in which runs differ, but for the seed, in the order in which they are declared. */
export function varyingParameters(runs: readonly RunFields[]): readonly Column[] {
  const names = new Set(runs.flatMap(({ params }) => Object.keys(params)))
  const columns = Array.from(names, (name): Column => {
    const cells = runs.map(({ params }) => params[name])
    return { label: name, expression: access('params', name), cells }
  })
  return columns.filter(({ label, cells }) => !isSeedName(label) && new Set(cells.map(keyOf)).size > 1)
}

/** The results that experiments declare, and what runs of others have measured. */
export function resultColumns(runs: readonly RunFields[]): readonly Column[] {
  const declared = declaredResults(runs)
  if (declared.length === 0) return measuredColumns(runs)
  const declaring = new Set(runs.flatMap(({ listed: { brief } }) => (brief.results.length === 0 ? [] : [brief.name])))
  const names = new Set(declared.map(({ name }) => name))
  // Runs made before their experiment declared results have the same ones.
  const others = runs.map((fields) => (declaring.has(fields.listed.brief.name) ? NOTHING : fields))
  const measured = others.every((fields) => fields === NOTHING) ? [] : measuredColumns(others)
  return [...declared.map((result) => declaredColumn(runs, result)), ...measured.filter(({ label }) => !names.has(label))]
}

const NOTHING = { data: {}, series: {} }

function declaredColumn(runs: readonly RunFields[], result: ResultMeta): Column {
  const { name } = result
  const isValue = runs.some(({ data }) => Object.hasOwn(data, name))
  const cells = runs.map((fields) => (Object.hasOwn(fields.data, name) ? fields.data[name] : lastOf(fields, name)))
  return { label: name, expression: isValue ? access('data', name) : `${access('series', name)}.last`, cells, result }
}

type Measured = Pick<RunFields, 'data' | 'series'>

function lastOf({ series }: Measured, name: string): unknown {
  const summary = Object.hasOwn(series, name) ? series[name] : undefined
  return isPlainObject(summary) ? (summary['last'] ?? undefined) : undefined
}

/** The numbers among the values that runs have set; of runs that have set none, the last of each series. */
function measuredColumns(runs: readonly Measured[]): readonly Column[] {
  const values = numberColumns(runs, 'data', (fields, key) => fields.data[key])
  if (values.length > 0) return values
  return numberColumns(runs, 'series', lastOf).map(({ label, expression, cells }) => ({
    label,
    expression: `${expression}.last`,
    cells,
  }))
}

function numberColumns(
  runs: readonly Measured[],
  root: 'data' | 'series',
  read: (fields: Measured, key: string) => unknown,
): readonly Column[] {
  const keys = new Set(runs.flatMap((fields) => Object.keys(fields[root])))
  return Array.from(keys, (key): Column => {
    const cells = runs.map((fields) => (key.startsWith('system/') ? undefined : read(fields, key)))
    return { label: key, expression: access(root, key), cells }
  }).filter(({ cells }) => cells.some((cell) => typeof cell === 'number'))
}

/** A value as a text that is the same for what is the same. */
export function keyOf(value: unknown): string {
  if (value === undefined) return ''
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  return JSON.stringify(isPlain && !Object.is(value, -0) ? value : encodeValue(value))
}

export function labelOf(text: string): string {
  const [, dotted, quoted] = /^(?:params|data)(?:\.([\w.]+)|\["([^"]+)"\])$/.exec(text) ?? []
  const series = /^series\.(\w+)\.last$|^series\["([^"]+)"\]\.last$/.exec(text)
  return dotted?.replaceAll('.', '/') ?? quoted ?? series?.[1] ?? series?.[2] ?? text
}

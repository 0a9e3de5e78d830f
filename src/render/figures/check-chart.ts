import type { Chart } from '../../api/visual.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'

/** The charts of runlab's own. */
export const CHARTS = [
  'lines',
  'bars',
  'heat-map',
  'tiles',
  'curves',
  'points',
  'boxes',
  'parallel',
] as const satisfies readonly Chart['type'][]

/** Whether a value says that it is a chart of ours: what is wrong with it, `faultOfChart` tells. */
export function isChart(value: unknown): value is Fields & { readonly type: Chart['type'] } {
  return isPlainObject(value) && CHARTS.some((type) => type === value['type'])
}

/** Which visual somebody may have meant by a type that there is not, after "it is"; null for what has no type. */
export function faultOfType(value: unknown, types: readonly string[]): string | null {
  if (!isPlainObject(value) || typeof value['type'] !== 'string' || types.includes(value['type'])) return null
  const meant = nearest(value['type'], types)
  return meant === null ? null : `a visual of the type "${value['type']}", which there is not. Did you mean "${meant}"?`
}

/** What is wrong with a chart that somebody wrote by hand, after "it is": where, and what is expected. Null where nothing is. */
export function faultOfChart(chart: Fields): string | null {
  const { type, title } = chart
  if (title !== undefined && typeof title !== 'string') return `a visual of the type "${String(type)}" whose "title" is no text`
  switch (type) {
    case 'lines':
      return axisFault(chart, 'x', 'y') ?? listFault(chart, 'lines', faultOfLine)
    case 'bars':
      return axisFault(chart, 'x', 'y') ?? barsFault(chart)
    case 'heat-map':
      return (
        axisFault(chart, 'x', 'y', 'colour') ??
        listFault(chart, 'columns', (column) => lengthFault(column, { edges: 1, values: 0 }))
      )
    case 'tiles':
      return axisFault(chart, 'colour') ?? listFault(chart, 'tiles', faultOfTile)
    case 'curves':
      return axisFault(chart, 'x', 'y') ?? runChartFault(chart) ?? listFault(chart, 'curves', faultOfPoints)
    case 'points':
      return axisFault(chart, 'x', 'y') ?? runChartFault(chart) ?? listFault(chart, 'sets', faultOfPoints)
    case 'boxes':
      return axisFault(chart, 'x', 'y') ?? runChartFault(chart) ?? listFault(chart, 'boxes', faultOfBox)
    case 'parallel':
      return runChartFault(chart) ?? listFault(chart, 'axes', faultOfParallelAxis)
    default:
      return null
  }
}

/** What charts over runs have besides. */
function runChartFault({ type, size, notes }: Fields): string | null {
  const what = `a visual of the type "${String(type)}"`
  const isLength = (value: unknown): boolean => value === undefined || (typeof value === 'number' && value > 0 && value < 10_000)
  if (size !== undefined && !(isPlainObject(size) && ['width', 'height', 'fontSize'].every((key) => isLength(size[key]))))
    return `${what} whose "size" is none, expected { width, height, fontSize } in millimetres and points`
  if (notes !== undefined && !(Array.isArray(notes) && notes.every((note) => typeof note === 'string')))
    return `${what} whose "notes" are no texts`
  return null
}

function faultOfPoints(points: Fields): string | null {
  if (typeof points['label'] !== 'string') return 'has no "label"'
  for (const name of ['group', 'context'])
    if (points[name] !== undefined && typeof points[name] !== 'string') return `has a "${name}" that is no text`
  for (const name of ['y', 'low', 'high', 'n']) {
    const fault = name !== 'y' && points[name] === undefined ? null : lengthFault(points, { x: 0, [name]: 0 })
    if (fault !== null) return fault
  }
  return null
}

function faultOfBox({ label, values, quartiles, whiskers }: Fields): string | null {
  if (typeof label !== 'string') return 'has no "label"'
  if (!isNumbers(values)) return 'has no numbers as "values"'
  if (!isNumbers(quartiles) || quartiles.length !== 3) return 'has no "quartiles", expected [lower, median, upper]'
  return isNumbers(whiskers) && whiskers.length === 2 ? null : 'has no "whiskers", expected [from, to]'
}

function faultOfParallelAxis({ label, values }: Fields): string | null {
  if (typeof label !== 'string') return 'has no "label"'
  const isTexts = Array.isArray(values) && values.every((value) => typeof value === 'string')
  return isTexts || isNumbers(values) ? null : 'has neither numbers nor texts as "values"'
}

type Fields = Readonly<Record<string, unknown>>

function axisFault(visual: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const axis = visual[name]
    const what = `a visual of the type "${String(visual['type'])}"`
    if (!isPlainObject(axis) || typeof axis['label'] !== 'string') return `${what} without "${name}", expected { label: '…' }`
    if (!isDomain(axis['domain']))
      return `${what} whose "${name}" has a domain that is none, expected [from, to], two ascending numbers`
  }
  return null
}

function isDomain(domain: unknown): boolean {
  if (domain === undefined) return true
  if (!Array.isArray(domain) || domain.length !== 2) return false
  const [from, to] = domain as readonly unknown[]
  return typeof from === 'number' && typeof to === 'number' && from < to && to - from < Infinity
}

function barsFault(visual: Fields): string | null {
  const fault = lengthFault(visual, { edges: 1, heights: 0 })
  return fault === null ? null : `a visual of the type "bars" that ${fault}`
}

function listFault(visual: Fields, name: string, faultOf: (item: Fields) => string | null): string | null {
  const list = visual[name]
  if (!Array.isArray(list)) return `a visual of the type "${visual['type']}" whose "${name}" is no array`
  for (const [i, item] of list.entries()) {
    const fault = isPlainObject(item) ? faultOf(item) : 'is no object'
    if (fault !== null) return `a visual of the type "${visual['type']}" in which ${name}[${i}] ${fault}`
  }
  return null
}

function faultOfLine(line: Fields): string | null {
  if (typeof line['label'] !== 'string') return 'has no "label"'
  const { x } = line
  const isDates = Array.isArray(x) && x.length > 0 && x.every((value) => value instanceof Date)
  return lengthFault(isDates ? { ...line, x: x.map(Number) } : line, { x: 0, y: 0 })
}

function faultOfTile(tile: Fields): string | null {
  const { rows, columns, values } = tile
  if (!Number.isInteger(rows) || !Number.isInteger(columns)) return 'has no whole numbers of "rows" and "columns"'
  const count = (rows as number) * (columns as number)
  if (!isNumbers(values)) return 'has no numbers as "values"'
  if (values.length !== count) return `has ${values.length} values, expected ${rows} × ${columns}`
  return namesFault(tile, 'rowNames', rows as number) ?? namesFault(tile, 'columnNames', columns as number)
}

function namesFault(tile: Fields, key: string, count: number): string | null {
  const names = tile[key]
  if (names === undefined) return null
  const isNames = Array.isArray(names) && names.length === count && names.every((name) => typeof name === 'string')
  return isNames ? null : `has "${key}" that are not ${count} texts`
}

/** Lists of numbers that are equally long, but for so many more. */
function lengthFault(item: Fields, more: Readonly<Record<string, number>>): string | null {
  const names = Object.keys(more)
  const wrong = names.find((name) => !isNumbers(item[name]))
  if (wrong !== undefined) return `has no numbers as "${wrong}"`
  const [first = '', second = ''] = names
  const [one, other] = [item[first] as ArrayLike<number>, item[second] as ArrayLike<number>]
  if (one.length === other.length + (more[first] as number)) return null
  const wanted = more[first] === 0 ? 'as many of both' : `one more of "${first}"`
  return `has ${one.length} of "${first}" and ${other.length} of "${second}", expected ${wanted}`
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) ? value.every((item) => typeof item === 'number') : ArrayBuffer.isView(value) && 'length' in value
}

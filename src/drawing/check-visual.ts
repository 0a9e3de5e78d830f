import { isPlainObject } from '../internal/is-plain-object.ts'

/** What is wrong with a visual that somebody wrote by hand, after "it is": where, and what is expected. Null where nothing is. */
export function faultOfVisual(visual: Readonly<Record<string, unknown>>): string | null {
  const { type } = visual
  switch (type) {
    case 'lines':
      return axisFault(visual, 'x', 'y') ?? listFault(visual, 'lines', faultOfLine)
    case 'bars':
      return axisFault(visual, 'x', 'y') ?? barsFault(visual)
    case 'heat-map':
      return (
        axisFault(visual, 'x', 'y', 'colour') ??
        listFault(visual, 'columns', (column) => lengthFault(column, { edges: 1, values: 0 }))
      )
    case 'tiles':
      return axisFault(visual, 'colour') ?? listFault(visual, 'tiles', faultOfTile)
    default:
      return null
  }
}

type Fields = Readonly<Record<string, unknown>>

function axisFault(visual: Fields, ...names: readonly string[]): string | null {
  const missing = names.find((name) => {
    const axis = visual[name]
    return !isPlainObject(axis) || typeof axis['label'] !== 'string'
  })
  return missing === undefined ? null : `a visual of the type "${visual['type']}" without "${missing}", expected { label: '…' }`
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
  return lengthFault(line, { x: 0, y: 0 })
}

function faultOfTile(tile: Fields): string | null {
  const { rows, columns, values } = tile
  if (!Number.isInteger(rows) || !Number.isInteger(columns)) return 'has no whole numbers of "rows" and "columns"'
  const count = (rows as number) * (columns as number)
  if (!isNumbers(values)) return 'has no numbers as "values"'
  return values.length === count ? null : `has ${values.length} values, expected ${rows} × ${columns}`
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

import type { JsonValue } from '../../format/json-value.ts'
import { ownJson } from '../../internal/own-json.ts'
import type { Dimension, ListDimension, RangeDimension } from './dimension.ts'
import { roundOff } from './round-off.ts'

/** A dimension as samplers see it: the interval from 0 to 1, cut into cells where there are finitely many values. */
export interface Axis {
  readonly name: string
  /** How many values there are; null where they are continuous. */
  readonly cells: number | null
  /** False for values without an order, whose places on the interval mean nothing. */
  readonly ordered: boolean
  /** The value at a place; places outside count as the nearest end. */
  decode(place: number): JsonValue
  /** The place of a value, the middle of its cell; null where it is none of the axis. */
  encode(value: JsonValue): number | null
  /** The cell that a place lies in, from 0. */
  cellAt(place: number): number
  /** Where a cell begins; that of `cells` is 1. */
  edge(cell: number): number
}

export function axisOf(dimension: Dimension): Axis {
  if (dimension.kind === 'list') return listAxis(dimension)
  if (dimension.low === dimension.high) return listAxis({ ...dimension, kind: 'list', values: [dimension.low], ordered: true })
  if (dimension.step !== null) return stepAxis(dimension, dimension.step)
  return dimension.integer ? logIntegerAxis(dimension) : continuousAxis(dimension)
}

type Cells = Pick<Axis, 'cellAt' | 'edge'> & { readonly cells: number }

function evenCells(cells: number): Cells {
  return {
    cells,
    cellAt: (place) => Math.min(cells - 1, Math.max(0, Math.floor(place * cells))),
    edge: (cell) => cell / cells,
  }
}

function middle({ edge }: Cells, cell: number): number {
  return (edge(cell) + edge(cell + 1)) / 2
}

function listAxis({ name, values, ordered }: ListDimension): Axis {
  const sorted = ordered ? values.toSorted((a, b) => Number(a) - Number(b)) : values
  const cellOf = new Map(sorted.map((value, i) => [ownJson(value), i]))
  const cells = evenCells(sorted.length)
  return {
    name,
    ordered,
    ...cells,
    decode: (place) => sorted[cells.cellAt(place)] ?? null,
    encode: (value) => {
      const cell = cellOf.get(ownJson(value))
      return cell === undefined ? null : middle(cells, cell)
    },
  }
}

function stepAxis({ name, low, high, integer }: RangeDimension, step: number): Axis {
  // A step that goes into the range a whole number of times may miss the end by a rounding error.
  const cells = evenCells(Math.floor((high - low) / step + 1e-9) + 1)
  const valueOf = (cell: number): number => (integer ? low + cell * step : roundOff(low + cell * step))
  return {
    name,
    ordered: true,
    ...cells,
    decode: (place) => valueOf(cells.cellAt(place)),
    encode: (value) => {
      if (typeof value !== 'number') return null
      const cell = Math.round((value - low) / step)
      const isThere = cell >= 0 && cell < cells.cells && Math.abs(valueOf(cell) - value) <= 1e-9 * step
      return isThere ? middle(cells, cell) : null
    },
  }
}

/** Every integer has the room that it takes up in the logarithm, from half below to half above. */
function logIntegerAxis({ name, low, high }: RangeDimension): Axis {
  const start = Math.log(low - 0.5)
  const width = Math.log(high + 0.5) - start
  const count = high - low + 1
  const cellAt = (place: number): number => {
    const value = Math.round(Math.exp(start + Math.min(1, Math.max(0, place)) * width))
    return Math.min(count - 1, Math.max(0, value - low))
  }
  const cells: Cells = {
    cells: count,
    cellAt,
    edge: (cell) => Math.min(1, Math.max(0, (Math.log(low + cell - 0.5) - start) / width)),
  }
  return {
    name,
    ordered: true,
    ...cells,
    decode: (place) => low + cellAt(place),
    encode: (value) => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high) return null
      return (Math.log(value) - start) / width
    },
  }
}

function continuousAxis({ name, low, high, log }: RangeDimension): Axis {
  const [start, end] = log ? [Math.log(low), Math.log(high)] : [low, high]
  const clamp = (value: number): number => Math.min(high, Math.max(low, value))
  return {
    name,
    ordered: true,
    cells: null,
    decode: (place) => {
      const inside = start + Math.min(1, Math.max(0, place)) * (end - start)
      return clamp(log ? Math.exp(inside) : inside)
    },
    encode: (value) => {
      if (typeof value !== 'number' || !(value >= low && value <= high)) return null
      return ((log ? Math.log(value) : value) - start) / (end - start)
    },
    cellAt: () => 0,
    edge: (cell) => Math.min(1, cell),
  }
}

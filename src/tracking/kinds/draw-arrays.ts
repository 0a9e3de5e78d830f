import type { Series } from '../../api/tracking.ts'
import { chooseEvenly } from '../../internal/choose-evenly.ts'
import type { Look, Visual } from './kind.ts'
import type { MatrixValue, TypedNumbers } from './numbers.ts'
import { stepText, withStep } from './step-text.ts'

/** Matrices on one picture, at most. */
const MOST_TILES = 12

/** How vectors develop, and the last one. */
export function drawVectors(series: Series<TypedNumbers>, { title, label, options }: Look): readonly Visual[] {
  const points = [...series]
  const last = points.at(-1)
  if (last === undefined) return []
  const indices = Float64Array.from(last.value, (_, i) => i)
  const lines = [{ label: title, x: indices, y: last.value }]
  const x = { label: 'index' }
  const plot: Visual = { type: 'lines', part: 'last', title: withStep(title, last.step, options.step), x, y: { label }, lines }
  if (points.length === 1) return [plot]
  const columns = points.map(({ step, value }) => ({ x: step, edges: bordersOf(value.length), values: value }))
  return [{ type: 'heat-map', title, x: { label: options.step ?? 'step' }, y: x, colour: { label }, columns }, plot]
}

/** Around whole numbers. */
function bordersOf(length: number): Float64Array {
  return Float64Array.from({ length: length + 1 }, (_, i) => i - 0.5)
}

/**
 * Some of the matrices, the first and the last among them, and the last one alone, in which numbers have room; of more than two
 * dimensions, one below the other.
 */
export function drawMatrices(series: Series<MatrixValue>, { title, label, options }: Look): readonly Visual[] {
  const tiles = chooseEvenly([...series], MOST_TILES).map(({ step, value: { data, shape, rows, columns: names } }) => {
    const columns = shape.at(-1) ?? 1
    const size = { rows: columns === 0 ? 0 : data.length / columns, columns }
    return { label: stepText(step, options.step), ...size, values: data, rowNames: rows, columnNames: names }
  })
  const all: Visual = { type: 'tiles', title, colour: { label }, tiles }
  const last = tiles.at(-1)
  if (last === undefined || tiles.length === 1) return [all]
  return [all, { ...all, part: 'last', title: title === '' ? last.label : `${title}, ${last.label}`, tiles: [last] }]
}

import { axisOf } from '../space/axis.ts'
import type { Dimension } from '../space/dimension.ts'

/** The most values of a range that are all tried without being asked for. */
const MOST = 1000

/** Whether a grid has all values of a dimension. */
export function isFinite(dimension: Dimension): boolean {
  if (dimension.kind === 'list') return true
  const { cells } = axisOf(dimension)
  return cells !== null && cells <= MOST
}

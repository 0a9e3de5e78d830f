import type { Axis } from '../../space/axis.ts'
import { categoryKernels } from './category-kernels.ts'
import { cellKernels } from './cell-kernels.ts'
import { continuousKernels } from './continuous-kernels.ts'
import type { Kernels } from './kernels.ts'

/** With more cells than this, the narrowest kernel is wider than a cell, and the density in its middle will do. */
const MOST_CELLS = 100

export function fitKernels(axis: Axis, places: Float64Array): Kernels {
  if (!axis.ordered) return categoryKernels(axis, places)
  return axis.cells !== null && axis.cells <= MOST_CELLS ? cellKernels(axis, places) : continuousKernels(places)
}

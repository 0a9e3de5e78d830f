import type { Axis } from '../../space/axis.ts'
import type { Kernels } from './kernels.ts'

/** Values without an order: a kernel has most of its weight on the value that was seen, and some on all of them. */
export function categoryKernels(axis: Axis, places: Float64Array): Kernels {
  const cells = axis.cells ?? 1
  const seen = Int32Array.from(places, (place) => axis.cellAt(place))
  const base = 1 / (seen.length + 1)
  const [same, other] = [(1 + base) / (1 + cells * base), base / (1 + cells * base)]
  const [logSame, logOther, logPrior] = [Math.log(same), Math.log(other), -Math.log(cells)]
  return {
    addLogDensities(place, sums) {
      const cell = axis.cellAt(place)
      for (let i = 0; i < seen.length; i++) sums[i] = (sums[i] ?? 0) + (seen[i] === cell ? logSame : logOther)
      sums[seen.length] = (sums[seen.length] ?? 0) + logPrior
    },
    addConstants: () => {},
    draw(kernel, random) {
      const own = seen[kernel]
      const isOwn = own !== undefined && random.uniform() < same - other
      return ((isOwn ? own : random.integer(0, cells - 1)) + 0.5) / cells
    },
  }
}

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
    addLogDensities(place, sums, { kernels, count }) {
      const cell = axis.cellAt(place)
      for (let at = 0; at < count; at++) {
        const i = kernels[at] ?? 0
        const log = i === seen.length ? logPrior : seen[i] === cell ? logSame : logOther
        sums[i] = (sums[i] ?? 0) + log
      }
    },
    addConstants: () => {},
    draw(kernel, random) {
      const own = seen[kernel]
      const isOwn = own !== undefined && random.uniform() < same - other
      return ((isOwn ? own : random.integer(0, cells - 1)) + 0.5) / cells
    },
  }
}

import type { Axis } from '../../space/axis.ts'
import { PRIOR, drawInside, withPrior } from './continuous-kernels.ts'
import type { Kernels } from './kernels.ts'
import { normalMass } from './normal-mass.ts'

/** Few values with an order: of each normal distribution, what lies in the cell of a value. */
export function cellKernels(axis: Axis, places: Float64Array): Kernels {
  const { centres, widths } = withPrior(places)
  const shapes = groupShapes(centres, widths)
  /** Of a cell: of every shape, the logarithm of its share there. */
  const shares = new Map<number, Float64Array>()
  const sharesOf = (cell: number): Float64Array => {
    const known = shares.get(cell)
    if (known !== undefined) return known
    const [low, high] = [axis.edge(cell), axis.edge(cell + 1)]
    const made = Float64Array.from(shapes.distinct, ({ centre, width }) => {
      const inside = normalMass((low - centre) / width, (high - centre) / width)
      return Math.log(Math.max(inside, 1e-300) / normalMass(-centre / width, (1 - centre) / width))
    })
    shares.set(cell, made)
    return made
  }
  return {
    addLogDensities(place, sums, { kernels, count }) {
      const logs = sharesOf(axis.cellAt(place))
      for (let at = 0; at < count; at++) {
        const i = kernels[at] ?? 0
        sums[i] = (sums[i] ?? 0) + (logs[shapes.of[i] ?? 0] ?? 0)
      }
    },
    addConstants: () => {},
    draw: (kernel, random) => drawInside(centres[kernel] ?? PRIOR.centre, widths[kernel] ?? PRIOR.width, random),
  }
}

interface Shape {
  readonly centre: number
  readonly width: number
}

/** There are few of them, since there are few values. */
function groupShapes(
  centres: Float64Array,
  widths: Float64Array,
): { readonly of: Uint32Array; readonly distinct: readonly Shape[] } {
  const distinct: Shape[] = []
  const indices = new Map<number, Map<number, number>>()
  const of = Uint32Array.from(centres, (centre, i) => {
    const width = widths[i] ?? PRIOR.width
    const byWidth = indices.get(centre) ?? new Map<number, number>()
    indices.set(centre, byWidth)
    const index = byWidth.get(width) ?? distinct.push({ centre, width }) - 1
    byWidth.set(width, index)
    return index
  })
  return { of, distinct }
}

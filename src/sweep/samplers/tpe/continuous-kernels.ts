import type { Random } from '../../../api/random.ts'
import { bandwidths } from './bandwidths.ts'
import type { Kernels } from './kernels.ts'
import { normalMass } from './normal-mass.ts'

/** The prior's centre and width: the whole range, with a little more in its middle. */
export const PRIOR = { centre: 0.5, width: 1 } as const

/** Of the density of a normal distribution. */
const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI)

/** Normal distributions cut off at the ends of [0, 1]. */
export function continuousKernels(places: Float64Array): Kernels {
  const { centres, widths } = withPrior(places)
  const scales = new Float64Array(widths.length)
  for (let i = 0; i < widths.length; i++) scales[i] = Math.SQRT1_2 / (widths[i] ?? 1)
  return {
    addLogDensities(place, sums, { kernels, count }) {
      for (let at = 0; at < count; at++) {
        const i = kernels[at] ?? 0
        const z = (place - (centres[i] ?? 0)) * (scales[i] ?? 0)
        sums[i] = (sums[i] ?? 0) - z * z
      }
    },
    addConstants(sums) {
      for (let i = 0; i < sums.length; i++) {
        const [centre, width] = [centres[i] ?? 0, widths[i] ?? 1]
        sums[i] = (sums[i] ?? 0) - Math.log(ROOT_OF_TWO_PI * width * normalMass(-centre / width, (1 - centre) / width))
      }
    },
    draw: (kernel, random) => drawInside(centres[kernel] ?? PRIOR.centre, widths[kernel] ?? PRIOR.width, random),
  }
}

export function withPrior(places: Float64Array): { readonly centres: Float64Array; readonly widths: Float64Array } {
  const centres = new Float64Array(places.length + 1)
  const widths = new Float64Array(places.length + 1)
  centres.set(places)
  widths.set(bandwidths(places))
  centres[places.length] = PRIOR.centre
  widths[places.length] = PRIOR.width
  return { centres, widths }
}

/** By rejection: at least a third of every kernel lies inside. */
export function drawInside(centre: number, width: number, random: Random): number {
  for (;;) {
    const place = random.normal(centre, width)
    if (place >= 0 && place <= 1) return place
  }
}

import type { Random } from '../../../api/random.ts'

/** Distributions over one parameter: one around each place that was seen, and the prior as the last. */
export interface Kernels {
  /** Adds the logarithm of each kernel's density at a place, but for what `addConstants` adds. */
  addLogDensities(place: number, sums: Float64Array): void
  /** Adds what does not depend on the place. */
  addConstants(sums: Float64Array): void
  /** A place of one kernel. */
  draw(kernel: number, random: Random): number
}

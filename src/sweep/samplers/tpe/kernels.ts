import type { Random } from '../../../api/random.ts'

/** Indices of some kernels: the first `count`. */
export interface Chosen {
  readonly kernels: Uint32Array
  readonly count: number
}

/** Distributions over one parameter: one around each place that was seen, and the prior as the last. */
export interface Kernels {
  /** Adds the logarithm of the density at a place, but for what `addConstants` adds: a number below 0. */
  addLogDensities(place: number, sums: Float64Array, chosen: Chosen): void
  /** Adds what does not depend on the place. */
  addConstants(sums: Float64Array): void
  /** A place of one kernel. */
  draw(kernel: number, random: Random): number
}

import type { Random } from '../../../api/random.ts'
import type { Axis } from '../../space/axis.ts'
import { fitKernels } from './fit-kernels.ts'
import type { Chosen, Kernels } from './kernels.ts'

/** A density over several parameters at once: a mixture of one distribution around each trial, and the prior. */
export interface Parzen {
  draw(random: Random): Float64Array
  logDensity(place: Float64Array): number
}

/** e^−40 of something is nothing. */
const NOTHING = 40
/** So many of the latest trials count in full. */
const LATEST = 25

/** Of every axis, the places of the trials, oldest first. */
export function fitParzen(axes: readonly Axis[], places: readonly Float64Array[]): Parzen {
  const columns = axes.map((axis, i) => fitKernels(axis, places[i] ?? new Float64Array(0)))
  const weights = weightsOf(places[0]?.length ?? 0)
  const constants = weights.map((weight) => Math.log(weight))
  for (const column of columns) column.addConstants(constants)
  const logDensity = densityOf(columns, constants)
  return {
    draw(random) {
      const kernel = drawIndex(weights, random)
      return Float64Array.from(columns, (column) => column.draw(kernel, random))
    },
    logDensity,
  }
}

/**
 * Most kernels are nothing beside the prior, the last, where they are not near in some parameter: they are left as soon as that
 * is known, since what further parameters add is below 0.
 */
function densityOf(columns: readonly Kernels[], constants: Float64Array): (place: Float64Array) => number {
  const prior = constants.length - 1
  const onlyPrior = { kernels: Uint32Array.of(prior), count: 1 }
  const sums = new Float64Array(constants.length)
  const kernels = new Uint32Array(constants.length)
  return (place) => {
    sums.set(constants)
    for (let i = 0; i < columns.length; i++) columns[i]?.addLogDensities(place[i] ?? 0.5, sums, onlyPrior)
    const least = (sums[prior] ?? 0) - NOTHING
    for (let i = 0; i < prior; i++) kernels[i] = i
    let count = keepAbove(least, sums, { kernels, count: prior })
    for (let i = 0; i < columns.length; i++) {
      columns[i]?.addLogDensities(place[i] ?? 0.5, sums, { kernels, count })
      count = keepAbove(least, sums, { kernels, count })
    }
    kernels[count] = prior
    return logSumExp(sums, { kernels, count: count + 1 })
  }
}

/** Moves those to the front that are above; says how many they are. */
function keepAbove(least: number, sums: Float64Array, { kernels, count }: Chosen): number {
  let kept = 0
  for (let at = 0; at < count; at++) {
    const i = kernels[at] ?? 0
    if ((sums[i] ?? 0) > least) kernels[kept++] = i
  }
  return kept
}

/** Older trials count less, growing evenly from 1/n; the prior, the last, counts like a recent one. They sum to 1. */
function weightsOf(trials: number): Float64Array {
  const ramp = trials - LATEST
  const weights = new Float64Array(trials + 1).fill(1)
  for (let i = 0; i < ramp; i++) weights[i] = ramp === 1 ? 1 / trials : 1 / trials + (i / (ramp - 1)) * (1 - 1 / trials)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

function drawIndex(weights: Float64Array, random: Random): number {
  let rest = random.uniform()
  const index = weights.findIndex((weight) => (rest -= weight) < 0)
  return index === -1 ? weights.length - 1 : index
}

function logSumExp(logs: Float64Array, { kernels, count }: Chosen): number {
  let most = -Infinity
  for (let at = 0; at < count; at++) most = Math.max(most, logs[kernels[at] ?? 0] ?? -Infinity)
  let sum = 0
  for (let at = 0; at < count; at++) sum += Math.exp((logs[kernels[at] ?? 0] ?? -Infinity) - most)
  return most + Math.log(sum)
}

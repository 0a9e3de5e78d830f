import type { Random } from '../../../api/random.ts'
import type { Axis } from '../../space/axis.ts'
import { fitKernels } from './fit-kernels.ts'

/** A density over several parameters at once: a mixture of one distribution around each trial, and the prior. */
export interface Parzen {
  draw(random: Random): Float64Array
  logDensity(place: Float64Array): number
}

/** So many of the latest trials count in full. */
const LATEST = 25

/** Of every axis, the places of the trials, oldest first. */
export function fitParzen(axes: readonly Axis[], places: readonly Float64Array[]): Parzen {
  const columns = axes.map((axis, i) => fitKernels(axis, places[i] ?? new Float64Array(0)))
  const weights = weightsOf(places[0]?.length ?? 0)
  const constants = weights.map((weight) => Math.log(weight))
  for (const column of columns) column.addConstants(constants)
  const sums = new Float64Array(constants.length)
  return {
    draw(random) {
      const kernel = drawIndex(weights, random)
      return Float64Array.from(columns, (column) => column.draw(kernel, random))
    },
    logDensity(place) {
      sums.set(constants)
      for (let i = 0; i < columns.length; i++) columns[i]?.addLogDensities(place[i] ?? 0.5, sums)
      return logSumExp(sums)
    },
  }
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

function logSumExp(logs: Float64Array): number {
  let most = -Infinity
  for (let i = 0; i < logs.length; i++) if ((logs[i] ?? -Infinity) > most) most = logs[i] ?? -Infinity
  let sum = 0
  for (let i = 0; i < logs.length; i++) sum += Math.exp((logs[i] ?? -Infinity) - most)
  return most + Math.log(sum)
}

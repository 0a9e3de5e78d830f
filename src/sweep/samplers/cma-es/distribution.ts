import { eigenOf } from './eigen.ts'
import type { Eigen } from './eigen.ts'
import type { Strategy } from './strategy.ts'

/** The normal distribution that a generation is drawn from, and the paths by which it adapts. */
export interface Distribution {
  readonly generation: number
  readonly mean: Float64Array
  readonly sigma: number
  readonly covariance: readonly Float64Array[]
  readonly eigen: Eigen
  readonly pathSigma: Float64Array
  readonly pathC: Float64Array
}

/** Below this, eigenvalues and squares count as this. */
const TINY = 1e-16
const MOST_SIGMA = 1e6

export function initialDistribution(dimensions: number, sigma: number): Distribution {
  const covariance = Array.from({ length: dimensions }, (_, i) => {
    const row = new Float64Array(dimensions)
    row[i] = 1
    return row
  })
  return {
    generation: 0,
    mean: new Float64Array(dimensions).fill(0.5),
    sigma,
    covariance,
    eigen: eigenOf(covariance),
    pathSigma: new Float64Array(dimensions),
    pathC: new Float64Array(dimensions),
  }
}

/** y of the tutorial: B · D · z. */
export function stretch({ eigen: { values, vectors } }: Distribution, z: ArrayLike<number>): Float64Array {
  const scaled = values.map((value, k) => Math.sqrt(Math.max(TINY, value)) * (z[k] ?? 0))
  return Float64Array.from(vectors, (row) => dot(row, scaled))
}

/** C^(−1/2) · y. */
function whiten({ values, vectors }: Eigen, y: Float64Array): Float64Array {
  const along = values.map((value, k) => {
    let sum = 0
    for (let i = 0; i < y.length; i++) sum += (vectors[i]?.[k] ?? 0) * (y[i] ?? 0)
    return sum / Math.sqrt(Math.max(TINY, value))
  })
  return Float64Array.from(vectors, (row) => dot(row, along))
}

/** After a generation, whose places come best first. N. Hansen, "The CMA evolution strategy: a tutorial", figure 6. */
export function adapt(before: Distribution, strategy: Strategy, places: readonly Float64Array[]): Distribution {
  const { parents, weights, effective, cSigma, dSigma, cC, chi, dimensions } = strategy
  const generation = before.generation + 1
  const steps = places.map((place) => place.map((value, i) => (value - (before.mean[i] ?? 0)) / before.sigma))
  const move = new Float64Array(dimensions)
  for (const [k, step] of steps.slice(0, parents).entries()) addScaled(move, weights[k] ?? 0, step)
  const pathSigma = before.pathSigma.map((value) => (1 - cSigma) * value)
  addScaled(pathSigma, Math.sqrt(cSigma * (2 - cSigma) * effective), whiten(before.eigen, move))
  const length = Math.sqrt(dot(pathSigma, pathSigma))
  const settled = length / Math.sqrt(1 - (1 - cSigma) ** (2 * (generation + 1)))
  const isCalm = settled < (1.4 + 2 / (dimensions + 1)) * chi
  const pathC = before.pathC.map((value) => (1 - cC) * value)
  if (isCalm) addScaled(pathC, Math.sqrt(cC * (2 - cC) * effective), move)
  const covariance = adaptCovariance({ before, strategy, steps, pathC, isCalm })
  return {
    generation,
    mean: before.mean.map((value, i) => value + before.sigma * (move[i] ?? 0)),
    sigma: Math.min(MOST_SIGMA, before.sigma * Math.exp((cSigma / dSigma) * (length / chi - 1))),
    covariance,
    eigen: eigenOf(covariance),
    pathSigma,
    pathC,
  }
}

interface Adapting {
  readonly before: Distribution
  readonly strategy: Strategy
  readonly steps: readonly Float64Array[]
  readonly pathC: Float64Array
  readonly isCalm: boolean
}

function adaptCovariance({ before, strategy, steps, pathC, isCalm }: Adapting): readonly Float64Array[] {
  const { weights, c1, cMu, cC, dimensions } = strategy
  const scaled = steps.map((step, k) => {
    const weight = weights[k] ?? 0
    if (weight >= 0) return weight
    const white = whiten(before.eigen, step)
    return (weight * dimensions) / (dot(white, white) + TINY)
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const kept = 1 + c1 * (isCalm ? 0 : 1) * cC * (2 - cC) - c1 - cMu * total
  return before.covariance.map((row, i) =>
    row.map((value, j) => {
      let rankMu = 0
      for (let k = 0; k < steps.length; k++) rankMu += (scaled[k] ?? 0) * (steps[k]?.[i] ?? 0) * (steps[k]?.[j] ?? 0)
      return kept * value + c1 * (pathC[i] ?? 0) * (pathC[j] ?? 0) + cMu * rankMu
    }),
  )
}

function addScaled(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (vector[i] ?? 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

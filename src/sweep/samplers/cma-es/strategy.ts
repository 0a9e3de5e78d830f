/** The constants of CMA-ES; their names are those of Hansen's tutorial, section A. */
export interface Strategy {
  readonly dimensions: number
  /** λ: trials of a generation. */
  readonly population: number
  /** μ: the better ones, whose weights are positive. */
  readonly parents: number
  /** Of the trials of a generation, best first; the worse ones have negative weights. */
  readonly weights: Float64Array
  readonly effective: number
  readonly cSigma: number
  readonly dSigma: number
  readonly cC: number
  readonly c1: number
  readonly cMu: number
  /** The expected length of a normal vector. */
  readonly chi: number
}

/** N. Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, 2016, table 1. */
export function strategyOf(n: number, population: number): Strategy {
  const parents = Math.floor(population / 2)
  const raw = Float64Array.from({ length: population }, (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1))
  const effective = effectiveOf(raw.subarray(0, parents))
  const c1 = 2 / ((n + 1.3) ** 2 + effective)
  const cMu = Math.min(1 - c1 - 1e-8, (2 * (effective - 2 + 1 / effective)) / ((n + 2) ** 2 + effective))
  const negative = Math.min(
    1 + c1 / cMu,
    1 + (2 * effectiveOf(raw.subarray(parents))) / (effective + 2),
    (1 - c1 - cMu) / (n * cMu),
  )
  const cSigma = (effective + 2) / (n + effective + 5)
  return {
    dimensions: n,
    population,
    parents,
    weights: scaleWeights(raw, negative),
    effective,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + cSigma,
    cC: (4 + effective / n) / (n + 4 + (2 * effective) / n),
    c1,
    cMu,
    chi: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  }
}

/** How many equal weights would mean as much. */
function effectiveOf(weights: Float64Array): number {
  let [sum, squares] = [0, 0]
  for (const weight of weights) {
    sum += weight
    squares += weight * weight
  }
  return (sum * sum) / squares
}

/** The positive ones sum to 1, the others to −`negative`. */
function scaleWeights(raw: Float64Array, negative: number): Float64Array {
  let [above, below] = [0, 0]
  for (const weight of raw) {
    if (weight >= 0) above += weight
    else below -= weight
  }
  return raw.map((weight) => (weight >= 0 ? weight / above : (negative * weight) / below))
}

import { Generator } from '../../random/generator.ts'

/** Resamples that an interval is made of. */
const DRAWS = 10_000
/** Always the same: who makes the table again gets the same numbers. */
const SEED = [0x9e37_79b9, 0x243f_6a88, 0xb7e1_5162, 0x6a09_e667] as const

/** Numbers of a set up to which its resamples are kept for the next set of as many: 20 kB for each. */
const FEW = 200

/**
 * What makes intervals of the mean for many sets of numbers. Resamples take the same places in all sets of one size, and are drawn
 * once for each.
 */
export function bootstrap(): (sorted: Float64Array) => readonly [low: number, high: number] {
  const known = new Map<number, Uint16Array>()
  return (sorted) => {
    const n = sorted.length
    if (n > FEW) return bootstrapInterval(sorted)
    const places = known.get(n) ?? Uint16Array.from({ length: DRAWS * n }, placesIn(n))
    known.set(n, places)
    return middleOf(meansAt(sorted, places))
  }
}

/**
 * The 95 % interval of the mean, by the percentile bootstrap: the middle 95 % of the means of 10,000 resamples, or `draws`.
 * B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979. Of a set of numbers: their order
 * does not matter where they are sorted.
 */
export function bootstrapInterval(sorted: Float64Array, draws = DRAWS): readonly [low: number, high: number] {
  const n = sorted.length
  const nextPlace = placesIn(n)
  const means = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += sorted[nextPlace()] ?? 0
    means[draw] = sum / n
  }
  return middleOf(means)
}

/** The means of resamples that take these places, one after the other. */
function meansAt(sorted: Float64Array, places: Uint16Array): Float64Array {
  const n = sorted.length
  const means = new Float64Array(DRAWS)
  for (let draw = 0, at = 0; draw < DRAWS; draw++) {
    let sum = 0
    for (const end = at + n; at < end; at++) sum += sorted[places[at] ?? 0] ?? 0
    means[draw] = sum / n
  }
  return means
}

function middleOf(means: Float64Array): readonly [low: number, high: number] {
  means.sort()
  return [quantile(means, 0.025), quantile(means, 0.975)]
}

/** Draws places in a set of so many numbers. */
function placesIn(n: number): () => number {
  const generator = new Generator(SEED)
  return () => Math.floor(generator.nextUint32() * 2 ** -32 * n)
}

/** Between the two nearest, as NumPy's default (type 7 of Hyndman and Fan). `sorted` is not empty. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

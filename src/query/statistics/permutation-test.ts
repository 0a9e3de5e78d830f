import { Generator } from '../../random/generator.ts'

/** So many arrangements are looked at one by one; of more, as many are drawn. */
const MOST = 20_000
const SEED = [0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f] as const
/** Sums that differ by rounding only are the same. */
const EQUAL = 1e-12

/**
 * The two-sided p value of a difference in means between pairs (the same seed in both): the share of all 2ⁿ ways to swap
 * pairs that differ by as much. Drawn where there are too many. Of no pairs: 1.
 * R. A. Fisher, "The Design of Experiments", 1935, §21.
 */
export function pairedPermutationTest(differences: readonly number[]): number {
  const n = differences.length
  if (n === 0) return 1
  const observed = Math.abs(sumOf(differences))
  const least = observed - EQUAL * n * Math.max(...differences.map(Math.abs))
  const all = n <= 14 ? 2 ** n : MOST
  const generator = new Generator(SEED)
  let extreme = 0
  for (let way = 0; way < all; way++) {
    let sum = 0
    let bits = 0
    for (let i = 0; i < n; i++) {
      if (i % 32 === 0) bits = n <= 14 ? way : generator.nextUint32()
      sum += (bits >>> (i % 32)) & 1 ? -(differences[i] ?? 0) : (differences[i] ?? 0)
    }
    if (Math.abs(sum) >= least) extreme += 1
  }
  return shareOf(extreme, all, n <= 14)
}

/**
 * The two-sided p value of a difference in means between two sets without pairs: twice the share of all ways to deal the numbers to the
 * two that differ by as much in the same direction, as SciPy has it. Drawn where there are too many. Of an empty set: 1.
 */
export function permutationTest(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return 1
  const all = [...one, ...other]
  const observed = sumOf(one)
  const near = EQUAL * all.length * Math.max(...all.map(Math.abs))
  const ways = waysToChoose(all.length, one.length)
  const isExact = ways <= MOST
  const count = { all: 0, above: 0, below: 0 }
  for (const sum of isExact ? sumsOfChoices(all, one.length) : drawnSums(all, one.length)) {
    count.all += 1
    if (sum >= observed - near) count.above += 1
    if (sum <= observed + near) count.below += 1
  }
  return Math.min(1, 2 * shareOf(Math.min(count.above, count.below), count.all, isExact))
}

/** Deals anew and gives the sum of the first `count`. */
function dealOut(values: Float64Array, count: number, generator: Generator): number {
  let sum = 0
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(generator.nextUint32() * 2 ** -32 * (values.length - i))
    const taken = values[j] ?? 0
    values[j] = values[i] ?? 0
    values[i] = taken
    sum += taken
  }
  return sum
}

function* drawnSums(values: readonly number[], count: number): IterableIterator<number> {
  const generator = new Generator(SEED)
  const dealt = Float64Array.from(values)
  for (let way = 0; way < MOST; way++) yield dealOut(dealt, count, generator)
}

function* sumsOfChoices(values: readonly number[], count: number, from = 0, sum = 0): IterableIterator<number> {
  if (count === 0) yield sum
  else for (let i = from; i <= values.length - count; i++) yield* sumsOfChoices(values, count - 1, i + 1, sum + (values[i] ?? 0))
}

/** n choose k. */
export function waysToChoose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - i + 1)) / i
  return Math.round(ways)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Of drawn arrangements the one that was seen is one more: a p value is never 0. */
function shareOf(extreme: number, all: number, isExact: boolean): number {
  return isExact ? extreme / all : (extreme + 1) / (all + 1)
}

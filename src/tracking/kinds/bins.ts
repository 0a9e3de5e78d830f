interface Task {
  readonly values: Float64Array
  readonly edges: Float64Array
  /** Whether bins are about equally wide, so that a value's bin can be guessed. */
  readonly isEven: boolean
}

interface Binned {
  readonly counts: readonly number[]
  readonly underflow: number
  readonly overflow: number
}

/** How many of the values, all of them finite, are in each bin, below and above. */
export function countBins({ values, edges, isEven }: Task): Binned {
  const counts = Array.from({ length: edges.length - 1 }, () => 0)
  const first = edges.at(0) ?? 0
  const last = edges.at(-1) ?? 0
  const guess = isEven ? evenly(first, last, counts.length) : (value: number) => bisect(edges, value)
  let underflow = 0
  let overflow = 0
  for (const value of values) {
    if (value < first) underflow++
    else if (value > last) overflow++
    else {
      let bin = Math.min(guess(value), counts.length - 1)
      while (bin > 0 && value < (edges[bin] ?? 0)) bin--
      while (bin < counts.length - 1 && value >= (edges[bin + 1] ?? 0)) bin++
      counts[bin] = (counts[bin] ?? 0) + 1
    }
  }
  return { counts, underflow, overflow }
}

/** Guesses by proportion. */
function evenly(first: number, last: number, count: number): (value: number) => number {
  const scale = count / (last - first)
  return (value) => ((value - first) * scale) | 0 // 0 for NaN and infinity, which extreme ranges give
}

/** The last edge that is not above the value. */
function bisect(edges: Float64Array, value: number): number {
  let low = 0
  let high = edges.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((edges[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}

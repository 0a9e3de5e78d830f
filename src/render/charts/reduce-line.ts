/** A line reduced to what can be seen of it. */
export interface ReducedLine {
  readonly x: Float64Array
  /** NaN where the line has a gap. */
  readonly y: Float64Array
  /** What is not finite, once for each pixel column. */
  readonly marks: readonly GapMark[]
}

export interface GapMark {
  readonly x: number
  /** NaN, Infinity or −Infinity. */
  readonly value: number
}

export interface Columns {
  /** Of the whole plot. */
  readonly from: number
  readonly to: number
  /** How many pixel columns there are. */
  readonly count: number
}

/**
 * Keeps of each pixel column the first, smallest, largest and last point, in their order: drawn as a line without
 * interpolation between pixels, that is what all points would have drawn (M4: Jugel, Jerzak, Hackenbroich, Markl, "M4: A
 * Visualization-Oriented Time Series Data Aggregation", VLDB 2014). `x` is ascending. Deterministic.
 */
export function reduceLine(x: ArrayLike<number>, y: ArrayLike<number>, { from, to, count }: Columns): ReducedLine {
  const kept = new PointList()
  const marks: GapMark[] = []
  const scale = to > from ? count / (to - from) : 0
  for (let start = 0; start < x.length;) {
    const column = Math.floor(((x[start] as number) - from) * scale)
    let end = start + 1
    while (end < x.length && Math.floor(((x[end] as number) - from) * scale) === column) end++
    keepColumn({ x, y, start, end }, kept, marks)
    start = end
  }
  return { ...kept.toColumns(), marks }
}

interface Range {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly start: number
  readonly end: number
}

function keepColumn({ x, y, start, end }: Range, kept: PointList, marks: GapMark[]): void {
  let [first, min, max, last] = [-1, -1, -1, -1]
  let gap = -1
  const flush = (): void => {
    if (first !== -1) for (const i of inOrder(first, min, max, last)) kept.add(x[i] as number, y[i] as number)
    first = -1
  }
  const seen = new Set<number>()
  for (let i = start; i < end; i++) {
    const value = y[i] as number
    if (!Number.isFinite(value)) {
      if (!seen.has(value)) marks.push({ x: x[i] as number, value })
      seen.add(value)
      // A gap of one column is as many as can be seen of those in it.
      if (gap === -1) {
        flush()
        kept.add(x[i] as number, Number.NaN)
      }
      gap = i
      continue
    }
    if (first === -1) [first, min, max] = [i, i, i]
    if (value < (y[min] as number)) min = i
    if (value > (y[max] as number)) max = i
    last = i
  }
  flush()
}

function inOrder(...indices: readonly number[]): readonly number[] {
  return [...new Set(indices)].toSorted((a, b) => a - b)
}

class PointList {
  #x: Float64Array = new Float64Array(1024)
  #y: Float64Array = new Float64Array(1024)
  #length = 0

  add(x: number, y: number): void {
    if (this.#length === this.#x.length) {
      this.#x = doubled(this.#x)
      this.#y = doubled(this.#y)
    }
    this.#x[this.#length] = x
    this.#y[this.#length++] = y
  }

  toColumns(): Pick<ReducedLine, 'x' | 'y'> {
    return { x: this.#x.slice(0, this.#length), y: this.#y.slice(0, this.#length) }
  }
}

function doubled(values: Float64Array): Float64Array {
  const longer = new Float64Array(values.length * 2)
  longer.set(values)
  return longer
}

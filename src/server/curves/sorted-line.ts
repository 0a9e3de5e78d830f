import { smooth } from '../../render/charts/smooth.ts'
import { Pyramid } from './pyramid.ts'
import type { Line } from './thin-line.ts'

/** The points of a series by x, with what a question asks of them. It is made anew only as far as its points are new. */
export class SortedLine implements Line {
  version = -1
  x = new Float64Array(0)
  y = new Float64Array(0)
  pyramid = new Pyramid()
  /** Points whose x is not finite: they have no place. */
  unplaced = 0
  #points = 0
  #smooth: { readonly weight: number; readonly points: number; readonly y: Float64Array } | null = null
  /** Where each point came when it was tracked; null for in this order. */
  #order: Uint32Array | null = null
  #tracked = new Float64Array(0)

  /** `xOf()` and `values` in the order in which they were tracked; as before, with more behind. `version` differs when they do. */
  update(xOf: () => Float64Array<ArrayBuffer>, values: Float64Array<ArrayBuffer>, version: number): void {
    if (this.version === version) return
    this.version = version
    const x = xOf()
    const isSorted = this.#order === null && isAscending(x, Math.max(0, this.#points - 1))
    this.#tracked = values
    if (isSorted) {
      this.x = x
      this.y = values
      this.pyramid.update(values, this.#points)
    } else {
      const placed = Uint32Array.from(x.keys()).filter((i) => Number.isFinite(x[i]))
      const order = placed.toSorted((a, b) => (x[a] as number) - (x[b] as number) || a - b)
      this.#order = order
      this.unplaced = x.length - placed.length
      this.x = pick(x, order)
      this.y = pick(values, order)
      this.pyramid = new Pyramid()
      this.pyramid.update(this.y, 0)
    }
    this.#points = values.length
  }

  /** The values smoothed in the order in which they were tracked, each at the place of its point. */
  smoothed(weight: number): Float64Array {
    if (this.#smooth?.weight === weight && this.#smooth.points === this.#points) return this.#smooth.y
    const all = smooth(this.#tracked, weight)
    const y = this.#order === null ? all : pick(all, this.#order)
    this.#smooth = { weight, points: this.#points, y }
    return y
  }

  /** About how much memory it takes, in bytes. */
  get bytes(): number {
    return this.#tracked.length * (this.#order === null ? 10 : 28) + (this.#smooth?.y.length ?? 0) * 8
  }
}

function isAscending(x: Float64Array, from: number): boolean {
  for (let i = from; i < x.length; i++) {
    if (!Number.isFinite(x[i])) return false
    if (i > 0 && (x[i] as number) < (x[i - 1] as number)) return false
  }
  return true
}

function pick(from: Float64Array, places: Uint32Array): Float64Array<ArrayBuffer> {
  const picked = new Float64Array(places.length)
  for (let i = 0; i < places.length; i++) picked[i] = from[places[i] as number] as number
  return picked
}

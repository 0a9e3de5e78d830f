/** Numbers at whose end more are put, in one piece of memory. */
export class GrowingNumbers {
  #all = new Float64Array(0)
  #length = 0

  /** Good until more are put behind them. */
  get numbers(): Float64Array<ArrayBuffer> {
    return this.#all.subarray(0, this.#length)
  }

  append(more: Float64Array): void {
    const length = this.#length + more.length
    if (length > this.#all.length) {
      const grown = new Float64Array(this.#length === 0 ? length : Math.max(length, this.#all.length * 2))
      grown.set(this.numbers)
      this.#all = grown
    }
    this.#all.set(more, this.#length)
    this.#length = length
  }
}

/** Memory for work that is done before it is asked for again: thousands of small buffers cost more than what is put in them. */
export class Reused<T extends { readonly length: number; subarray(start: number, end: number): T }> {
  readonly #make: (length: number) => T
  #memory: T

  constructor(make: (length: number) => T) {
    this.#make = make
    this.#memory = make(0)
  }

  /** So many elements, with anything in them. */
  take(length: number): T {
    if (this.#memory.length < length) this.#memory = this.#make(Math.max(length, 2 * this.#memory.length))
    return this.#memory.subarray(0, length)
  }
}

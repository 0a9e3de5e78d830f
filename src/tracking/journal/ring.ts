import { AWAKE, FAILED, HEAD, RING_BYTES, ROUND, STATE_BYTES, TAIL } from './shared-state.ts'
import type { SharedRing } from './shared-state.ts'

/** Characters of UTF-16 have at most three bytes of UTF-8 each. */
const MOST_BYTES = 3

/** The main thread's end of a ring. */
export class RingWriter {
  readonly shared: SharedRing = {
    state: new SharedArrayBuffer(STATE_BYTES),
    data: new SharedArrayBuffer(RING_BYTES),
  }
  readonly #state = new Int32Array(this.shared.state)
  readonly #data = Buffer.from(this.shared.data)

  /** Bytes that the thread has not taken yet. */
  get waiting(): number {
    return (Atomics.load(this.#state, HEAD) - Atomics.load(this.#state, TAIL)) >>> 0
  }

  get isFailing(): boolean {
    return Atomics.load(this.#state, FAILED) === 1
  }

  set isFailing(isFailing: boolean) {
    Atomics.store(this.#state, FAILED, isFailing ? 1 : 0)
  }

  /** How often the thread has looked. */
  get round(): number {
    return Atomics.load(this.#state, ROUND)
  }

  /** Puts a text in as a whole. False where it has no room now. */
  put(text: string): boolean {
    const head = Atomics.load(this.#state, HEAD)
    const at = (head >>> 0) % RING_BYTES
    const free = RING_BYTES - this.waiting
    const most = text.length * MOST_BYTES
    let length: number
    if (most <= free && most <= RING_BYTES - at) length = this.#data.write(text, at)
    else {
      const bytes = Buffer.from(text)
      if (bytes.length > free) return false
      length = bytes.length
      bytes.copy(this.#data, 0, bytes.copy(this.#data, at)) // what does not fit before the end goes on at the start
    }
    Atomics.store(this.#state, HEAD, (head + length) | 0)
    return true
  }

  /** True when the thread has to be told that there are bytes. */
  wake(): boolean {
    return Atomics.exchange(this.#state, AWAKE, 1) === 0
  }

  /** Waits until the thread has looked once more than `round`. False after so many milliseconds. */
  wait(round: number, milliseconds: number): boolean {
    return Atomics.wait(this.#state, ROUND, round, milliseconds) !== 'timed-out'
  }

  /** Takes everything out, for a main thread whose other end has gone. */
  take(): Buffer {
    return new RingReader(this.shared).take((bytes) => bytes.length)
  }
}

/** The thread's end of a ring. */
export class RingReader {
  readonly #state: Int32Array
  readonly #data: Buffer

  constructor({ state, data }: SharedRing) {
    this.#state = new Int32Array(state)
    this.#data = Buffer.from(data)
  }

  /** Gives what is there to `write`, which says how many of the bytes it has taken; throws what that throws. Gives a copy of them. */
  take(write: (bytes: Buffer) => number): Buffer {
    Atomics.store(this.#state, AWAKE, 0) // before the look: what comes after it wakes anew
    const tail = Atomics.load(this.#state, TAIL)
    const length = (Atomics.load(this.#state, HEAD) - tail) >>> 0
    const at = (tail >>> 0) % RING_BYTES
    const first = Math.min(length, RING_BYTES - at)
    const bytes = Buffer.concat([this.#data.subarray(at, at + first), this.#data.subarray(0, length - first)])
    if (length > 0) Atomics.store(this.#state, TAIL, (tail + write(bytes)) | 0)
    return bytes
  }

  /** Says that it has looked, and whether the disk has taken what was there. */
  look(isFailing: boolean): void {
    Atomics.store(this.#state, FAILED, isFailing ? 1 : 0)
    Atomics.add(this.#state, ROUND, 1)
    Atomics.notify(this.#state, ROUND)
  }
}

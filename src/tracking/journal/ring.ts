import { RingEnd } from './ring-end.ts'
import { AWAKE, HEAD, RING_BYTES, STATE_BYTES, TAIL } from './shared-state.ts'

/** Characters of UTF-16 have at most three bytes of UTF-8 each. */
const MOST_BYTES = 3

/** The main thread's end of a ring of bytes. */
export class RingWriter extends RingEnd {
  readonly #data = Buffer.from(this.shared.data)

  constructor() {
    super({ state: new SharedArrayBuffer(STATE_BYTES), data: new SharedArrayBuffer(RING_BYTES) })
  }

  /** Puts a text in as a whole. False where it has no room now. */
  put(text: string): boolean {
    const head = Atomics.load(this.state, HEAD)
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
    Atomics.store(this.state, HEAD, (head + length) | 0)
    return true
  }

  /** Takes everything out, for a main thread whose other end has gone. */
  take(): Buffer {
    return new RingReader(this.shared).take((bytes) => bytes.length)
  }
}

/** The thread's end of a ring. */
export class RingReader extends RingEnd {
  readonly #data = Buffer.from(this.shared.data)

  /** Gives what is there to `write`, which says how many of the bytes it has taken; throws what that throws. Gives a copy of them. */
  take(write: (bytes: Buffer) => number): Buffer {
    Atomics.store(this.state, AWAKE, 0) // before the look: what comes after it wakes anew
    const tail = Atomics.load(this.state, TAIL)
    const length = (Atomics.load(this.state, HEAD) - tail) >>> 0
    const at = (tail >>> 0) % RING_BYTES
    const first = Math.min(length, RING_BYTES - at)
    const bytes = Buffer.concat([this.#data.subarray(at, at + first), this.#data.subarray(0, length - first)])
    if (length > 0) Atomics.store(this.state, TAIL, (tail + write(bytes)) | 0)
    return bytes
  }
}

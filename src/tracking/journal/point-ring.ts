import { POINT_FIELDS } from '../columns/point-fields.ts'
import { RingEnd } from './ring-end.ts'
import type { SharedRing } from './shared-state.ts'
import {
  ATTACHED,
  AWAKE,
  BEHIND,
  CLOSED,
  HEAD,
  LOST,
  RECORDS,
  RECORDS_DONE,
  RECORDS_SENT,
  SEALED,
  STATE_BYTES,
  TAIL,
  countRecord,
} from './shared-state.ts'

/** Points of a ring; a power of two. 8 MB, of which the system gives only what is used. */
export const RING_POINTS = 2 ** 18

/** The end of a ring of points at the thread that tracks. */
export class PointWriter extends RingEnd {
  readonly #points = new Float64Array(this.shared.data)
  #head = 0
  #tail = 0

  constructor() {
    super({
      state: new SharedArrayBuffer(STATE_BYTES),
      data: new SharedArrayBuffer(RING_POINTS * POINT_FIELDS * 8),
    })
  }

  /** Puts a point in. False where there is no room now. */
  put(series: number, step: number, time: number, value: number): boolean {
    const head = this.#head
    if (((head - this.#tail) | 0) >= RING_POINTS) {
      this.#tail = Atomics.load(this.state, TAIL)
      if (((head - this.#tail) | 0) >= RING_POINTS) return false
    }
    const points = this.#points
    const at = (head & (RING_POINTS - 1)) * POINT_FIELDS
    points[at] = series
    points[at + 1] = step
    points[at + 2] = time
    points[at + 3] = value
    this.#head = (head + 1) | 0
    Atomics.store(this.state, HEAD, this.#head)
    return true
  }

  /** Whether the other thread knows that there are points. */
  get isAwake(): boolean {
    return Atomics.load(this.state, AWAKE) === 1
  }

  /** Whether the run has ended: what is put in now is in vain. */
  get isClosed(): boolean {
    return Atomics.load(this.state, CLOSED) === 1
  }

  /** Waits until the journal is sealed. False where it could not be, or after so many milliseconds. */
  waitForSeal(milliseconds: number): boolean {
    Atomics.wait(this.state, SEALED, 0, milliseconds)
    return Atomics.load(this.state, SEALED) === 1
  }

  /** Waits while more is tracked than can be compacted meanwhile, at most so many milliseconds. */
  waitWhileBehind(milliseconds: number): void {
    if (Atomics.load(this.state, BEHIND) === 1) Atomics.wait(this.state, BEHIND, 1, milliseconds)
  }

  /** Whether the other end has taken the ring up. */
  get isAttached(): boolean {
    return Atomics.load(this.state, ATTACHED) === 1
  }

  /** Characters of records that are under way beside the ring. */
  get recordsWaiting(): number {
    return Atomics.load(this.state, RECORDS)
  }

  sendRecord(length: number): void {
    countRecord(this.state, length)
  }

  /** The other thread has ended: records that it had not written yet are lost. Gives how many. */
  forgetRecords(): number {
    const done = Atomics.load(this.state, RECORDS_DONE)
    Atomics.store(this.state, RECORDS, 0)
    return (Atomics.exchange(this.state, RECORDS_SENT, done) - done) >>> 0
  }

  /** Points that were taken out and could not be kept, since the disk refused them for too long. */
  get lost(): number {
    return Atomics.load(this.state, LOST)
  }
}

/** The end of a ring of points at the thread that writes. */
export class PointReader extends RingEnd {
  /** What is added to the numbers of series. */
  readonly firstId: number
  readonly #points = new Float64Array(this.shared.data)

  constructor(shared: SharedRing, firstId = 0) {
    super(shared)
    this.firstId = firstId
  }

  /** Copies points into `target`, POINT_FIELDS doubles each, as many as there are and fit. Gives how many. */
  take(target: Float64Array): number {
    Atomics.store(this.state, AWAKE, 0) // before the look: what comes after it wakes anew
    const tail = Atomics.load(this.state, TAIL)
    const count = Math.min((Atomics.load(this.state, HEAD) - tail) >>> 0, Math.floor(target.length / POINT_FIELDS))
    const from = tail & (RING_POINTS - 1)
    const first = Math.min(count, RING_POINTS - from)
    target.set(this.#points.subarray(from * POINT_FIELDS, (from + first) * POINT_FIELDS))
    target.set(this.#points.subarray(0, (count - first) * POINT_FIELDS), first * POINT_FIELDS)
    Atomics.store(this.state, TAIL, (tail + count) | 0)
    if (this.firstId > 0)
      for (let i = 0; i < count * POINT_FIELDS; i += POINT_FIELDS) target[i] = (target[i] as number) + this.firstId
    return count
  }

  /** Drops what is there, and counts it as lost. */
  drop(): void {
    const head = Atomics.load(this.state, HEAD)
    this.lose((head - Atomics.load(this.state, TAIL)) >>> 0)
    Atomics.store(this.state, TAIL, head)
  }

  lose(count: number): void {
    Atomics.add(this.state, LOST, count)
  }

  noteBehind(isBehind: boolean): void {
    if (Atomics.exchange(this.state, BEHIND, isBehind ? 1 : 0) === 1 && !isBehind) Atomics.notify(this.state, BEHIND)
  }

  noteAttached(): void {
    Atomics.store(this.state, ATTACHED, 1)
    Atomics.notify(this.state, ATTACHED)
  }

  /** So many of the records that were taken are in files, or were given up. */
  finishRecords(count: number): void {
    Atomics.add(this.state, RECORDS_DONE, count)
  }

  /** Takes a record that was sent beside the ring. */
  passRecord(length: number): void {
    Atomics.sub(this.state, RECORDS, length)
  }

  noteSealed(isSealed: boolean): void {
    Atomics.store(this.state, SEALED, isSealed ? 1 : 2)
    Atomics.notify(this.state, SEALED)
  }

  /** Says that the run has ended. */
  close(): void {
    Atomics.store(this.state, CLOSED, 1)
  }
}

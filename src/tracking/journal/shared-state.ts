/** A ring that one thread fills and the journal's thread empties, and the counters of both. */
export interface SharedRing {
  readonly state: SharedArrayBuffer
  readonly data: SharedArrayBuffer
}

/** Places in the state. What was put in and taken out, in bytes or points, modulo 2^32. */
export const HEAD = 0
export const TAIL = 1
/** 1 while the thread knows that there is something: it need not be told. */
export const AWAKE = 2
/** How often the thread has looked. */
export const ROUND = 3
/** 1 while the disk refuses what is to be written. */
export const FAILED = 4
/** Points that were given up. */
export const LOST = 5
/** 1 when the run has ended. */
export const CLOSED = 6
/** Characters of records that were sent and not taken yet. */
export const RECORDS = 7
/** 1 when the run's journal is sealed, 2 when it could not be. */
export const SEALED = 8
/** Records that were sent, and of these those that are in files or were given up, modulo 2^32. */
export const RECORDS_SENT = 9
export const RECORDS_DONE = 10
/** 1 when the other end has taken the ring up: from then on it hears what is sent through its channel. */
export const ATTACHED = 11
/** 1 while more is tracked than can be compacted meanwhile: who tracks is to wait. */
export const BEHIND = 12
export const STATE_BYTES = 52

/** Counts a record of so many characters as sent. */
export function countRecord(state: Int32Array, length: number): void {
  Atomics.add(state, RECORDS, length)
  Atomics.add(state, RECORDS_SENT, 1)
}

/** Of the journal's thread itself, in memory that all threads of the process see: 1 when it has ended. */
export const DEAD = 0
export const LIFE_BYTES = 4

/** Bytes of a ring; a power of two. At a million small records a second it is full after 70 ms, and emptied every 20. */
export const RING_BYTES = 4 * 2 ** 20

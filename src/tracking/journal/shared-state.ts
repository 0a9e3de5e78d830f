/** A ring of bytes that the main thread fills and the journal's thread empties, and the counters of both. */
export interface SharedRing {
  readonly state: SharedArrayBuffer
  readonly data: SharedArrayBuffer
}

/** What the main thread tells the journal's thread. A segment is named by its absolute path. */
export type ToThread =
  /** A segment is there, and empty: what comes through the ring belongs to it. */
  | { readonly type: 'open'; readonly file: string; readonly ring: SharedRing }
  /** The ring has bytes again. */
  | { readonly type: 'wake'; readonly file: string }
  /** The main thread waits for the next ROUND. */
  | { readonly type: 'flush'; readonly file: string }
  /** The document holds all that the segment does: it can go as soon as the document is on the disk itself. */
  | { readonly type: 'retire'; readonly file: string; readonly document: string }
  | { readonly type: 'close'; readonly file: string }

/** Places in the state. Bytes that were put in and taken out, modulo 2^32. */
export const HEAD = 0
export const TAIL = 1
/** 1 while the thread knows that there are bytes: it need not be told. */
export const AWAKE = 2
/** How often the thread has looked. */
export const ROUND = 3
/** 1 while the disk refuses what is to be written. */
export const FAILED = 4
export const STATE_BYTES = 20

/** Bytes of a ring; a power of two. At a million small records a second it is full after 70 ms, and emptied every 20. */
export const RING_BYTES = 4 * 2 ** 20

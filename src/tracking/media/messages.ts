import type { JsonObject } from '../../format/json-value.ts'
import type { MediaFile } from '../kinds/kind.ts'

/** A file of a series that is to be written, and its point in the journal when it is in place. */
export interface MediaJob {
  readonly type: 'write'
  /** Absolute path of the run's folder. */
  readonly run: string
  /** What the run's folder was when the run began: another one is left alone. */
  readonly identity: string | null
  /** The outlet that it comes from. */
  readonly key: string
  /** Folder and name without extension, inside of the run. */
  readonly folder: string
  readonly name: string
  readonly file: MediaFile
  readonly series: number
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly data: JsonObject
  /** Where the file is one that could not be copied at once: it is copied on its way. */
  readonly original?: Original
  /** What it holds of the room that media have, in KiB. */
  readonly size: number
  /** The counters of the outlet's ring: before that is taken up nobody hears of a file. */
  readonly journal: SharedArrayBuffer
  /** MEDIA_STATE_BYTES: how much is under way for this sender. */
  readonly state: SharedArrayBuffer
}

/** A file of the user that is to be copied, as it was when it was tracked. */
export interface Original {
  /** Absolute path; of another name for it in the run's folder where `isHeld`. */
  readonly path: string
  readonly isHeld: boolean
  /** As the user has given it. */
  readonly name: string
  readonly size: bigint
  /** Nanoseconds since the epoch. */
  readonly modified: bigint
}

export type ToMediaThread =
  | MediaJob
  /** Nothing comes any more for a run. Answered by `finished`. */
  | { readonly type: 'finish'; readonly run: string }

export interface MediaFinished {
  readonly type: 'finished'
  readonly run: string
  /** Files that could not be written. */
  readonly lost: number
  /** Why, in words; null where all were. */
  readonly reason: string | null
}

/** Places in the state. KiB under way: bytes would be more than 32 bits hold. */
export const UNDER_WAY = 0
/** How many jobs are done. */
export const DONE = 1
/** 1 while the disk refuses what is to be written. */
export const REFUSED = 2
/** How many jobs are ended: their files are in place, or given up. */
export const ENDED = 3
export const MEDIA_STATE_BYTES = 16

import type { SeriesDefinition } from '../../format/series.ts'
import type { SenderNote } from './sender-notes.ts'
import type { SharedRing } from './shared-state.ts'

/** About the journal of values. A segment is named by its absolute path. */
export type ValueMessage =
  /** A segment is there, and empty: what comes through the ring belongs to it. */
  | { readonly type: 'open'; readonly file: string; readonly ring: SharedRing }
  /** The ring has bytes again. */
  | { readonly type: 'wake'; readonly file: string }
  /** The main thread waits for the next ROUND. */
  | { readonly type: 'flush'; readonly file: string }
  /** The document holds all that the segment does: it can go as soon as the document is on the disk itself. */
  | { readonly type: 'retire'; readonly file: string; readonly document: string }
  | { readonly type: 'close'; readonly file: string }

/** About what is tracked. A run is named by its absolute folder, an outlet by a key that no other one has. */
export type TrackMessage =
  /** Somebody tracks for a run. `ring` is the one that its points come through. */
  | { readonly type: 'attach'; readonly run: string; readonly key: string; readonly ring: SharedRing; readonly label: string }
  /** A series begins; its number is the outlet's own. To be sent before its first point is put in. */
  | { readonly type: 'define'; readonly run: string; readonly key: string; readonly series: SeriesDefinition }
  /** What an outlet could not track so far. */
  | { readonly type: 'note'; readonly run: string; readonly key: string; readonly note: SenderNote }
  /** A point that is no number. Who sends it has counted it in the ring, with `countRecord`. */
  | {
      readonly type: 'record'
      readonly run: string
      readonly key: string
      readonly series: number
      /** The line of the journal behind the series' number. */
      readonly text: string
    }
  /** The ring has points again. */
  | { readonly type: 'points'; readonly run: string }
  /** The outlet waits for the next ROUND of its ring. */
  | { readonly type: 'settle'; readonly run: string }
  /** Nothing comes any more: the journal is to be sealed. Answered by `sealed`, and by SEALED in the rings. */
  | { readonly type: 'seal'; readonly run: string; readonly createdBy: string }
  /** An outlet lets go; with the last one the files are closed, and stay as they are. */
  | { readonly type: 'leave'; readonly run: string; readonly key: string }

export type ToThread = ValueMessage | TrackMessage

/** What the thread says through its channel to who has sent `attach`: where it will say that it has ended. */
export interface Attached {
  readonly type: 'attached'
  readonly key: string
  readonly life: SharedArrayBuffer
}

/** What was sealed. */
export interface SealReport {
  readonly series: number
  readonly points: number
  /** Bytes of the journal that no point could be read from: cut off by a kill, or by a power loss. */
  readonly torn: number
  /** What could not be tracked, by sender. Points that nobody knows the series of are counted as lost by `*`. */
  readonly notes: readonly SenderNote[]
}

/** What became of a journal that was to be sealed. */
export interface Sealed {
  readonly type: 'sealed'
  readonly run: string
  /** Null where there was nothing. */
  readonly report: SealReport | null
  /** Why it could not be sealed, in words; null where it could. */
  readonly reason: string | null
}

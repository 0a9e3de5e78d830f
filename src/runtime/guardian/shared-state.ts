import type { Pulse } from '../system-series/pulse.ts'

/** What the main thread tells the guardian. */
export type ToGuardian =
  /** A run is under way. `identity` is the folder's: by the time this is read, another may have taken its place. */
  | {
      readonly type: 'watch'
      readonly folder: string
      readonly identity: string | null
      readonly ignoresHangup: boolean
      readonly sampled: number | null
    }
  /** How the main thread does; see SystemSampler. */
  | { readonly type: 'pulse'; readonly folder: string; readonly pulse: Pulse }
  /** What a run has tracked is about to be sealed: nothing may come any more. */
  | { readonly type: 'sealing'; readonly folder: string }
  /** It is over. */
  | { readonly type: 'release'; readonly folder: string }
  /** A run has read `e.signal`: after a signal it is to be given so many milliseconds. */
  | { readonly type: 'read signal'; readonly grace: number }
  /** A signal has come, and a run ends by itself, or hooks and finalising do, within so many milliseconds. */
  | {
      readonly type: 'answered'
      readonly step: 'settling' | 'finishing'
      readonly signal: NodeJS.Signals
      readonly time: number
    }

/** What the guardian is started with. */
export interface GuardianTask {
  /** Shared: see WANTED, LISTENING, HEARD and HEARD_AT. */
  readonly state: SharedArrayBuffer
  /** Milliseconds between two signs of life. */
  readonly signInterval: number
}

/** Places in the shared state: whether runs are under way, said by the main thread; whether the guardian hears signals. */
export const WANTED = 0
export const LISTENING = 1
/** The number of the signal that the guardian has heard; 0 where none has come. So a loop sees it that never yields. */
export const HEARD = 2
export const STATE_BYTES = 24
/** When it came, in milliseconds since the epoch: the place in 64-bit numbers. */
export const HEARD_AT = 2

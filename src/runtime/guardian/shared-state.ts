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
  /** A signal has come, and the runs are being finalised, within so many milliseconds. */
  | { readonly type: 'answered'; readonly signal: NodeJS.Signals; readonly time: number }

/** What the guardian is started with. */
export interface GuardianTask {
  /** Shared: see WANTED and LISTENING. */
  readonly state: SharedArrayBuffer
  /** Milliseconds between two signs of life. */
  readonly signInterval: number
}

/** Places in the shared state: whether runs are under way, said by the main thread; whether the guardian hears signals. */
export const WANTED = 0
export const LISTENING = 1
export const STATE_BYTES = 8

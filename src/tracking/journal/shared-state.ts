/** What the main thread sends to the journal's thread. `state` is shared: see COUNT and FAILED. */
export type ToThread =
  | { readonly type: 'open'; readonly file: string; readonly state: SharedArrayBuffer }
  | {
      readonly type: 'append'
      readonly file: string
      readonly text: string
      /** Records up to this one have been taken when the thread stores it as COUNT. */
      readonly count: number
      readonly state: SharedArrayBuffer
    }
  | { readonly type: 'close'; readonly file: string }

/** Places in the shared state: how many records the thread has taken; whether the disk refuses them. */
export const COUNT = 0
export const FAILED = 1
export const STATE_BYTES = 8

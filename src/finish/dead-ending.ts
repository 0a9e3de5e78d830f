import type { Draw } from './draw-pictures.ts'

/** Who completes a run whose process has died, and with what. */
export interface DeadEnding {
  readonly by: 'supervisor' | 'recover'
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Null where nothing is to be drawn. */
  readonly draw: Draw | null
  /** Also where it cannot be told whether the process lives. */
  readonly assumeDead?: boolean | undefined
  /** What must not be written, as far as it is known here: the process that died may have known more. */
  readonly secrets?: readonly string[]
  /** Bytes of files that are hashed; 1 GB by default. */
  readonly hashLimit?: number
}

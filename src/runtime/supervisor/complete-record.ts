import { basename } from 'node:path'
import type { Writable } from 'node:stream'
import type { DrawnRun } from '../../drawing/draw-run.ts'
import { finish } from '../../finish/finish.ts'
import { folderIdentity } from '../../internal/folder-identity.ts'
import { drawLeft } from '../drawing/draw-left.ts'

export interface LeftRun {
  readonly folder: string
  /** The folder's, as the run had it: nothing is done where another has taken its place. */
  readonly identity: string | null
  /** What must not be written. */
  readonly secrets: readonly string[]
  /** Whether what was tracked is to be drawn. */
  readonly visuals: boolean
  /** Somebody wants the end at once: what takes its time is left out. */
  readonly isForced: boolean
  /** Leaves the rest to `runlab recover`. */
  readonly signal: AbortSignal
  /** Where it says what it has left. */
  readonly say: Writable
}

/** Completes the record of a run whose process has ended. Gives whether it had to, and did. Throws what `finish` does. */
export async function completeRecord({ folder, identity, secrets, visuals, isForced, signal, say }: LeftRun): Promise<boolean> {
  if (folderIdentity(folder) !== identity) return false
  const draw = async (): Promise<DrawnRun> => {
    if (isForced) throw new Error('the run was ended by force')
    return await drawLeft(folder, { secrets, signal })
  }
  const { isComplete } = await finish(folder, { by: 'supervisor', now: Date.now(), draw: visuals ? draw : null, secrets, signal })
  if (!signal.aborted) return !isComplete
  say.write(`Its record is not complete: runlab recover ${basename(folder)} completes it.\n`)
  return false
}

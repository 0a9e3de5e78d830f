import { join } from 'node:path'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { isListMissing } from '../tracking/reading/sealed-file.ts'
import { hasStaleClaim } from './folder-claim.ts'

/** What a run has in it while something is left to do for it. */
export const LEFTOVERS: readonly string[] = [FILES.alive, FILES.partial, FILES.tracking, FILES.reserve, FILES.journal]

/** Whether a process has not come to the end of what it had to do for a run, or the list of its series is gone. */
export function hasLeftovers(folder: string): boolean {
  const isLeft = (name: string): boolean => statIfThere(join(folder, name)) !== undefined
  return LEFTOVERS.some(isLeft) || isListMissing(folder)
}

/** Whether there is something to recover in a run that has ended, be it only the claim of a process that died at it. */
export function wasAbandoned(folder: string): boolean {
  return hasLeftovers(folder) || hasStaleClaim(folder)
}

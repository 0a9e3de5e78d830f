import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { isListMissing } from '../../tracking/reading/sealed-file.ts'

/** What a run has in it while something is left to do for it. */
export const LEFTOVERS: readonly string[] = [FILES.alive, FILES.partial, FILES.tracking, FILES.reserve, FILES.journal]

/** Whether a process has not come to the end of what it had to do for a run, or the list of its series is gone. */
export function hasLeftovers(folder: string): boolean {
  const isLeft = (name: string): boolean => statIfThere(join(folder, name)) !== undefined
  return LEFTOVERS.some(isLeft) || isListMissing(folder)
}

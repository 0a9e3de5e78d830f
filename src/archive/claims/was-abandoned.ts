import { hasStaleClaim } from './folder-claim.ts'
import { hasLeftovers } from './leftovers.ts'

/** Whether there is something to recover in a run that has ended, be it only the claim of a process that died at it. */
export function wasAbandoned(folder: string): boolean {
  return hasLeftovers(folder) || hasStaleClaim(folder)
}

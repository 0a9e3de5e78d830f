import { runlabError } from '../../errors.ts'
import { isPacked } from './zip-name.ts'

/** Throws RUN_PACKED for a run that lies in a ZIP. `what` is what it would be: `tagged`. */
export function refusePacked(folder: string, what: string): void {
  if (isPacked(folder)) throw runlabError('RUN_PACKED', { path: folder, what })
}

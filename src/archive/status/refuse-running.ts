import type { RunLife } from './read-status.ts'
import { runlabError } from '../../errors.ts'

/** Throws RUN_RUNNING for a run on which a process works, or of which that cannot be told. */
export function refuseRunning(path: string, life: RunLife | null, what: string): void {
  if (life === 'working' || life === 'unknown') throw runlabError('RUN_RUNNING', { path, what, certain: life === 'working' })
}

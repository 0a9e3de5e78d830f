import type { ListedRun, UnreadableRun } from '../archive/listing/list-runs.ts'
import { RunlabError } from '../errors.ts'

/** Whether a run that was listed has not been removed since. */
export function isStillThere(run: ListedRun | UnreadableRun): boolean {
  if ('error' in run) return true
  try {
    return run.meta.run !== undefined
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return error.code !== 'RUN_NOT_FOUND'
  }
}

import { listRuns } from '../archive/list-runs.ts'
import type { ListOptions, UnreadableRun } from '../archive/list-runs.ts'
import { loadLanguage } from './filter/environment.ts'
import { fieldsOf } from './run-fields.ts'
import type { RunFields } from './run-fields.ts'

export interface FoundRuns {
  /** Newest first. */
  readonly runs: readonly RunFields[]
  readonly unreadable: readonly UnreadableRun[]
}

/** The runs of an archive for queries, whose language it loads. What a query does not ask for is not read. */
export async function readRuns(archive: string, options: ListOptions, now: Date): Promise<FoundRuns> {
  await loadLanguage()
  const all = listRuns(archive, options)
  return {
    runs: all.flatMap((run) => ('error' in run ? [] : [fieldsOf(run, now)])),
    unreadable: all.filter((run) => 'error' in run),
  }
}

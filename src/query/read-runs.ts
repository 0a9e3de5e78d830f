import type { Kind } from '../api/kind.ts'
import { ArchiveIndex } from '../archive/index/archive-index.ts'
import { TURN, keepRuns, listRunsInTurns } from '../archive/listing/list-runs.ts'
import type { ListOptions, UnreadableRun } from '../archive/listing/list-runs.ts'
import { inTurns } from '../internal/in-turns.ts'
import { loadLanguage } from './filter/environment.ts'
import { fieldsOf } from './run-fields.ts'
import type { RunFields } from './run-fields.ts'

export interface ReadOptions extends Pick<ListOptions, 'namespace'> {
  /** Kinds of data that series may have besides runlab's own. */
  readonly kinds?: readonly Kind[] | undefined
}

export interface FoundRuns {
  /** Newest first. */
  readonly runs: readonly RunFields[]
  readonly unreadable: readonly UnreadableRun[]
  /** Writes what was read into the archive's index: to be called when all is read. */
  keep(): Promise<void>
}

/** The runs of an archive for queries, whose language it loads. What a query does not ask for is not read. */
export async function readRuns(archive: string, { namespace, kinds }: ReadOptions, now: Date): Promise<FoundRuns> {
  await loadLanguage()
  const index = new ArchiveIndex(archive)
  const all = await listRunsInTurns(archive, { namespace, index })
  return {
    runs: (await inTurns(all, TURN, (run) => ('error' in run ? [] : [fieldsOf(run, now, { index, kinds })]))).flat(),
    unreadable: all.filter((run) => 'error' in run),
    keep: async () => void (await inTurns(keepRuns(index, all, { namespace }), 1, () => undefined)),
  }
}

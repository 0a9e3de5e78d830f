import type { Kind } from '../api/kind.ts'
import { ArchiveIndex } from '../archive/index/archive-index.ts'
import { keepRuns, listRuns } from '../archive/list-runs.ts'
import type { ListOptions, UnreadableRun } from '../archive/list-runs.ts'
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
  keep(): void
}

/** The runs of an archive for queries, whose language it loads. What a query does not ask for is not read. */
export async function readRuns(archive: string, { namespace, kinds }: ReadOptions, now: Date): Promise<FoundRuns> {
  await loadLanguage()
  const index = new ArchiveIndex(archive)
  const all = listRuns(archive, { namespace, index })
  return {
    runs: all.flatMap((run) => ('error' in run ? [] : [fieldsOf(run, now, { index, kinds })])),
    unreadable: all.filter((run) => 'error' in run),
    keep: () => keepRuns(index, all, { namespace }),
  }
}

import { listRuns } from '../archive/listing/list-runs.ts'
import type { ListedRun } from '../archive/listing/list-runs.ts'
import type { FindOptions } from './launcher.ts'

/** The runs of an archive that a run has started, oldest first. */
export function findLaunched({ archive, parent }: FindOptions): readonly ListedRun[] {
  return listRuns(archive)
    .flatMap((run) => ('brief' in run && run.brief.parent === parent ? [run] : []))
    .toReversed()
}

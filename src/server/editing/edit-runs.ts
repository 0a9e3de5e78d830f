import { changeAnnotation, checkAnnotation } from '../../archive/annotations/change-annotation.ts'
import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { refuseRunning } from '../../archive/status/refuse-running.ts'
import { listTrash, restoreRun, trashRun } from '../../archive/changes/trash.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import { groupRuns } from '../../query/groups.ts'
import type { RunFields } from '../../query/run-fields.ts'
import { selectRuns } from '../../query/select.ts'
import type { ArchiveState } from '../archive-state.ts'
import type { AnnotateOrder, Edited, LinesQuestion } from '../protocol.ts'

/** Throws ANNOTATION_INVALID, RUN_NOT_FOUND, QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export async function annotateChosen(archive: ArchiveState, { kind, text, ...chosen }: AnnotateOrder): Promise<Edited> {
  const checked = checkAnnotation(kind, text)
  const time = Date.now()
  const edited = each(await chosenRuns(archive, chosen), ({ listed }) =>
    changeAnnotation(listed.folder, { time, kind, text: checked }),
  )
  await archive.refresh()
  return edited
}

/** Moves runs to the trash; those that go on are refused. Throws as `annotateChosen` does. */
export async function deleteChosen(archive: ArchiveState, chosen: LinesQuestion): Promise<Edited> {
  const deletion = `${new Date().toISOString().replaceAll(':', '-')}_page`
  const edited = each(await chosenRuns(archive, chosen), ({ listed }) => {
    refuseRunning(pathInArchive(listed), listed.life, 'deleted')
    trashRun(archive.folder, listed.folder, deletion)
    return true
  })
  await archive.refresh()
  return { ...edited, deletion: edited.changed === 0 ? null : deletion }
}

/** Brings back what was deleted together. */
export async function restoreDeletion(archive: ArchiveState, deletion: string): Promise<Edited> {
  const trashed = listTrash(archive.folder).filter((run) => run.deletion === deletion)
  const edited = each(trashed, (run) => restoreRun(archive.folder, run) !== '')
  await archive.refresh()
  return edited
}

/** All runs that are picked, of groups also those that do not count. */
async function chosenRuns(archive: ArchiveState, { picked, where, isGrouped }: LinesQuestion): Promise<readonly RunFields[]> {
  const runs = await selectRuns(await archive.runs(), { where: where.trim() === '' ? undefined : where })
  const wanted = new Set(picked)
  const isWanted = ({ listed }: RunFields): boolean => wanted.has(pathInArchive(listed))
  const groups = isGrouped ? groupRuns(runs, { values: [] }).groups.map((group) => group.runs) : runs.map((run) => [run])
  const found = groups.filter((own) => own.some(isWanted)).flat()
  if (found.length === 0) throw runlabError('RUN_NOT_FOUND', { path: picked[0] ?? '', archive: archive.folder })
  return found
}

/** What one refuses costs only itself. */
function each<T>(runs: readonly T[], edit: (run: T) => boolean): Edited {
  const refused: string[] = []
  let changed = 0
  for (const run of runs) {
    try {
      if (edit(run)) changed += 1
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      refused.push(error.message)
    }
  }
  return { changed, refused, deletion: null }
}

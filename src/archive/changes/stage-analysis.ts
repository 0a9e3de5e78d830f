import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { PYCOMEX_FORMAT } from '../../format/parse-pycomex-meta.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import type { ArchivedRun } from '../opening/archived-run.ts'
import { claimFolder } from '../claims/folder-claim.ts'
import { hasLeftovers } from '../claims/leftovers.ts'
import { refuseLinksOut } from './refuse-links-out.ts'

const STAGE = 'analysing-'

/** The right to add to a run that has ended, and a folder to prepare that in. */
export interface AnalysisStage {
  /** Makes an empty folder on the run's file system. */
  make(): string
  /** Removes what was made, and gives the right back. */
  close(): void
}

/**
 * Claims a run for analyses, one process at a time. Throws ANALYSIS_REFUSED for a run that goes on or is not complete, one in a ZIP
 * and one of PyComex; RUN_ALIVE where another process changes it; ARCHIVE_UNWRITABLE.
 */
export function stageAnalyses(run: ArchivedRun): AnalysisStage {
  const { folder } = run
  refuse(run)
  const internal = join(folder, FILES.internal)
  try {
    const claim = claimFolder(folder)
    if (claim === null) throw runlabError('RUN_ALIVE', { path: folder, pid: null })
    for (const left of readdirSync(internal).filter((name) => name.startsWith(STAGE))) tryRemove(join(internal, left))
    return {
      make: () => mkdtempSync(join(makeFolders(folder, FILES.internal), STAGE)),
      close: () => {
        for (const made of readdirSync(internal).filter((name) => name.startsWith(STAGE))) tryRemove(join(internal, made))
        claim.release()
      },
    }
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

function refuse(run: ArchivedRun): void {
  const { folder, name, meta, standing } = run
  const fault = (reason: string, hint: string): Error => runlabError('ANALYSIS_REFUSED', { path: folder, reason, hint })
  if (statIfThere(folder)?.isDirectory() !== true)
    throw fault('it is a ZIP, which is only read', 'Unpack it with runlab import, and analyse that.')
  if (meta.format === PYCOMEX_FORMAT) throw fault('it is a run of PyComex, which is only read', 'Read it with loadRun.')
  if (standing.life === 'working') throw fault('it goes on', 'Wait until it has ended.')
  if (standing.life !== 'ended' || hasLeftovers(folder)) throw fault('it is not complete', `runlab recover ${name} completes it.`)
  refuseLinksOut(folder, [FILES.internal, FILES.visuals])
}

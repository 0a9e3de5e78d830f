import type { ArchivedRun } from '../../archive/archived-run.ts'
import { openRun } from '../../archive/load-run.ts'
import { runlabError } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { executeRun } from './execute-run.ts'
import { finaliseRun } from './finalise-run.ts'
import { openLiveRun } from './open-live-run.ts'
import { printEndPanel, printStartPanel } from '../output/panels.ts'
import { prepareRun } from './prepare-run.ts'
import type { RunRequest } from './run-request.ts'

/**
 * The life of a run: prepare, open, capture, execute, finalise.
 * Gives the run's record as it lies on disk. Throws what `prepareRun` throws before anything exists, and RUN_FAILED, with
 * the experiment's error as cause, when the experiment or a hook threw.
 */
export async function runExperiment(specification: Specification, request: RunRequest): Promise<ArchivedRun> {
  const prepared = await prepareRun(specification, request)
  const live = openLiveRun(prepared)
  printStartPanel(prepared)
  await live.attempt(() => live.sources.capture())
  await live.attempt(() => live.inputs.recordParameters())
  await live.persist(false)
  // What could not be prepared has failed the run: then the experiment is not called.
  if (prepared.record.error === null) await executeRun(prepared, live)
  await finaliseRun(prepared, live)
  printEndPanel(prepared)
  const { error, thrown } = prepared.record
  if (error !== null) {
    throw runlabError(
      'RUN_FAILED',
      { path: prepared.folder, phase: error.phase, reason: `${error.type}: ${error.message}` },
      thrown,
    )
  }
  return openRun(prepared.folder)
}

import { createRunFolder } from '../../archive/creation/create-run-folder.ts'
import type { Specification } from '../../experiment/specification.ts'
import { planRun } from './plan-run.ts'
import type { RunPlan } from './plan-run.ts'
import { RunRecord } from './run-record.ts'
import type { RunRequest } from './run-request.ts'

/** A run whose parameters hold and whose folder is made, and that has not started. */
export interface PreparedRun extends Omit<RunPlan, 'identity' | 'warnings'> {
  readonly folder: string
  readonly record: RunRecord
}

/**
 * Checks everything that can be wrong with a run, then makes its folder: nothing exists before all is known to be right.
 * Throws as `planRun`, and RUN_NAME_TAKEN, ARCHIVE_UNWRITABLE.
 */
export async function prepareRun(specification: Specification, request: RunRequest): Promise<PreparedRun> {
  const { identity, warnings, ...plan } = await planRun(specification, request)
  const start = request.system.now()
  const { folder, run } = createRunFolder({
    archive: plan.archive,
    namespace: identity.namespace,
    now: new Date(start),
    tail: request.system.tail,
    ...(request.name === undefined ? {} : { name: request.name }),
    ...(request.prefix === undefined ? {} : { prefix: request.prefix }),
    ...(request.debug === true ? { debug: true } : {}),
  })
  const record = new RunRecord({ ...identity, run, start_time: start / 1000 }, plan.redactor)
  for (const warning of warnings) record.warn(warning)
  return { ...plan, folder, record }
}

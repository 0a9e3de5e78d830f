import { join, relative, sep } from 'node:path'
import { createRunFolder } from '../../archive/creation/create-run-folder.ts'
import { claimFolder } from '../../archive/claims/folder-claim.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { readMeta } from '../../archive/status/read-status.ts'
import { runlabError } from '../../errors.ts'
import { repairLines } from '../../finish/repair-lines.ts'
import { FILES } from '../../format/files.ts'
import type { LedgerLine, SweepDefinition } from '../../format/sweep.ts'
import { FORMAT_VERSION } from '../../format/version.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { RUNLAB_VERSION } from '../../runtime/loading/package-version.ts'
import type { System } from '../../runtime/system.ts'
import type { SweepPlan } from '../definition/plan-sweep.ts'
import { readLedger } from '../ledger/ledger-file.ts'
import { SweepRecord } from './sweep-record.ts'
import type { SweepIdentity } from './sweep-record.ts'

/** Makes the folder of a sweep, with its definition as the first line of its ledger. Throws RUN_NAME_TAKEN, ARCHIVE_UNWRITABLE. */
export function createSweep(plan: SweepPlan, system: System): SweepRecord {
  const { definition, archive } = plan
  const { name, namespace } = definition
  const now = system.now()
  const { folder, run } = createRunFolder({ archive, namespace, name, now: new Date(now), tail: system.tail })
  const record = new SweepRecord(folder, identityOf(plan, { run, start_time: now / 1000 }, system), {
    lines: [],
    now: system.now,
  })
  record.append({ type: 'defined', time: now / 1000, definition })
  return record
}

/** A sweep that is there, to go on with it. Throws RUN_NOT_FOUND; SWEEP_NONE for a run that is none; SWEEP_RUNS where it goes on elsewhere. */
export function reopenSweep(folder: string, system: System): SweepRecord {
  const lines = linesOfSweep(folder)
  refuseRunning(folder)
  return new SweepRecord(folder, readMeta(folder), { lines, now: system.now })
}

/**
 * Begins to work on a sweep that was opened again, as the only process that does. Throws SWEEP_RUNS where another one has meanwhile;
 * ARCHIVE_UNWRITABLE.
 */
export function beginAgain(record: SweepRecord): void {
  const { folder, state } = record
  const claim = claimSweep(folder)
  if (claim === null) throw runlabError('SWEEP_RUNS', { run: openRun(folder).name, life: 'working' })
  try {
    refuseRunning(folder)
    // It may have gone on elsewhere, and have ended, since this was read.
    if (linesOfSweep(folder).length !== state.lines)
      throw runlabError('SWEEP_RUNS', { run: openRun(folder).name, life: 'working' })
    repairLines(join(folder, FILES.sweep))
    record.begin()
  } finally {
    claim.release()
  }
}

function claimSweep(folder: string): ReturnType<typeof claimFolder> {
  try {
    return claimFolder(folder)
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

function refuseRunning(folder: string): void {
  const { name, standing } = openRun(folder)
  const { life } = standing
  if (life === 'working' || life === 'unknown') throw runlabError('SWEEP_RUNS', { run: name, life })
}

/** The definition and lines of a sweep. Throws SWEEP_NONE. */
export function linesOfSweep(folder: string): readonly LedgerLine[] {
  const lines = readLedger(folder)
  if (lines === null || lines.length === 0) throw runlabError('SWEEP_NONE', { run: openRun(folder).name })
  return lines
}

function identityOf(
  { definition, project, specification }: SweepPlan,
  facts: Pick<SweepIdentity, 'run' | 'start_time'>,
  system: System,
): SweepIdentity {
  const description = describe(definition)
  return {
    ...facts,
    format: FORMAT_VERSION,
    runlab: RUNLAB_VERSION,
    name: 'sweep',
    namespace: definition.namespace,
    description,
    short_description: description,
    signal_outcome: null,
    has_error: false,
    error_type: null,
    error: null,
    base_path: project,
    file: relative(project, specification.location.file).split(sep).join('/'),
    export: null,
    seed: null, // that of the search is in its definition
    seed_source: null,
    load_seed: null,
    debug: false,
    testing: false,
    parameters: {},
    hooks: {},
    results: [],
    lineage: null,
    __track__: [],
    refused: [],
    lost_points: 0,
    git: null,
    mode: 'in-process',
    supervisor: null,
    argv: system.argv,
    unwritten: [],
  }
}

function describe({ space, experiments, objectives, sampler }: SweepDefinition): string {
  const what = objectives.map(({ direction, expression }) => `${direction} ${expression}`).join(', ')
  const files = experiments.map(({ label }) => label).join(', ')
  return `Sweep of ${files} over ${Object.keys(space).join(', ')} (${String(sampler['sampler'])})${what === '' ? '' : `: ${what}`}`
}

import type { SweepDefinition } from '../../format/sweep.ts'
import { runlabError } from '../../errors.ts'
import type { TrialRecord } from '../ledger/sweep-state.ts'
import type { LaunchRequest } from '../../launch/launch-request.ts'

/** The parameter whose values are experiments, where there are several. */
export const EXPERIMENT_PARAMETER = 'experiment'

interface RunOfTrial {
  readonly trial: number
  readonly seed: number
  readonly attempt: number
}

/** `night_007`, with `_s3` where there are several seeds and `_r2` for a second attempt. */
export function runNameOf({ name, seeds }: SweepDefinition, { trial, seed, attempt }: RunOfTrial): string {
  const repeat = seeds !== null && seeds.length > 1 ? `_s${seed}` : ''
  return `${name}_${String(trial).padStart(3, '0')}${repeat}${attempt > 1 ? `_r${attempt}` : ''}`
}

interface PlacedRun {
  readonly seed: number
  /** The name of its folder. */
  readonly run: string
  /** Absolute path. */
  readonly archive: string
  /** The sweep's own run, relative to the archive. */
  readonly parent: string
}

/** How a run of a trial is asked for. Throws SWEEP_HISTORY for an experiment that the sweep does not have. */
export function requestOf(
  definition: SweepDefinition,
  { number, parameters }: Pick<TrialRecord, 'number' | 'parameters'>,
  { seed, run, archive, parent }: PlacedRun,
): LaunchRequest {
  const { experiments, fixed, namespace, name, flags, trialTime } = definition
  const { [EXPERIMENT_PARAMETER]: label, ...rest } = parameters
  const isSeveral = experiments.length > 1
  const experiment = isSeveral ? experiments.find((one) => one.label === label) : experiments[0]
  if (experiment === undefined)
    throw runlabError('SWEEP_HISTORY', {
      trial: number,
      what: `its experiment is ${JSON.stringify(label)}, which the sweep does not have`,
    })
  const values = { ...fixed, ...(isSeveral ? rest : parameters) }
  return {
    file: experiment.file,
    ...(experiment.name === null ? {} : { name: experiment.name }),
    parameters: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    ...{ seed, run, namespace },
    results: archive,
    origin: { parent, sweep: name, trial: number },
    ...(trialTime === null ? {} : { timeLimit: trialTime }),
    options: flags,
  }
}

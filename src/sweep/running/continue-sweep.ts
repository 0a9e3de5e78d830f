import type { SweepDefinition } from '../../format/sweep.ts'
import { ownJson } from '../../internal/own-json.ts'
import type { System } from '../../runtime/system.ts'
import { loadExperiments } from '../definition/load-experiments.ts'
import { planSweep } from '../definition/plan-sweep.ts'
import type { LoadedExperiment } from '../definition/load-experiments.ts'
import type { SweepPlan } from '../definition/plan-sweep.ts'
import type { SweepRequest } from '../definition/sweep-request.ts'
import { readSpace } from '../space/define-space.ts'
import { beginAgain, reopenSweep } from './open-sweep.ts'
import type { SweepRecord } from './sweep-record.ts'

/** What is to be different when a sweep goes on. */
export interface ContinueOptions {
  /** What is asked for, given what the sweep was; as it was when left out. Throws what is wrong with it. */
  readonly amend?: (was: SweepRequest, loaded: readonly LoadedExperiment[]) => SweepRequest
  /** Whether trials that have failed are run again. */
  readonly retriesFailed?: boolean
}

/** A sweep that goes on in its folder: its ledger, and what it is driven by. */
export type ContinuedSweep = Pick<SweepPlan, 'sampler' | 'pruner' | 'objectives'> & { readonly record: SweepRecord }

/**
 * Opens a sweep again, to go on where its ledger ends: with the same definition, or an amended one, which is a line of the ledger.
 * Everything is checked before anything is written. Throws RUN_NOT_FOUND, SWEEP_NONE, SWEEP_RUNS, and as `planSweep`.
 */
export async function continueSweep(
  folder: string,
  { amend = (was) => was, retriesFailed = false }: ContinueOptions,
  system: System,
): Promise<ContinuedSweep> {
  const record = reopenSweep(folder, system)
  const { definition, trials } = record.state
  const loaded = await loadExperiments(definition.experiments, system)
  const plan = await planSweep(amend(requestFrom(definition), loaded), loaded, system)
  // Where it lies does not change with the working directory.
  const amended: SweepDefinition = { ...plan.definition, namespace: definition.namespace, name: definition.name }
  beginAgain(record)
  if (ownJson(amended) !== ownJson(definition)) record.append({ type: 'defined', time: record.time, definition: amended })
  for (const { number, outcome } of trials)
    if (retriesFailed && outcome?.state === 'failed') record.append({ type: 'retried', trial: number, time: record.time })
  return { ...plan, record }
}

/** A definition as it would be asked for again. */
function requestFrom(definition: SweepDefinition): SweepRequest {
  const { pruner, space, experiments } = definition
  const { dimensions } = readSpace(space)
  return {
    ...definition,
    dimensions: experiments.length > 1 ? dimensions.filter(({ name }) => name !== 'experiment') : dimensions,
    pruner: pruner === null ? null : { ...pruner.options, series: pruner.series },
    results: null,
  }
}

import { runlabError } from '../../errors.ts'
import { namespaceOf } from '../../archive/listing/find-project.ts'
import type { Specification } from '../../experiment/specification.ts'
import { checkNameSegment, checkNamespace } from '../../format/run-name.ts'
import type { SweepDefinition } from '../../format/sweep.ts'
import type { Expression } from '../../query/filter/expression.ts'
import { checkSeed, drawSeed } from '../../random/streams.ts'
import { archiveOf } from '../../runtime/life/archive-of.ts'
import type { System } from '../../runtime/system.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { parseObjectives } from '../running/read-objectives.ts'
import { EXPERIMENT_PARAMETER } from '../running/trial-request.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { makeSpace } from '../space/define-space.ts'
import type { Space } from '../space/space.ts'
import { refuseParameters } from './check-parameters.ts'
import { choosePruner } from './choose-pruner.ts'
import { chooseSampler } from './choose-sampler.ts'
import { definitionOfSpace } from './dimension-definition.ts'
import type { LoadedExperiment } from './load-experiments.ts'
import { prunerOf } from './pruner-of.ts'
import { samplerOf } from './sampler-of.ts'
import type { SweepRequest } from './sweep-request.ts'

/** A sweep of which everything has been checked, and nothing exists. */
export interface SweepPlan {
  readonly definition: SweepDefinition
  /** Absolute. */
  readonly archive: string
  readonly project: string
  readonly sampler: Sampler
  readonly pruner: Pruner | null
  readonly objectives: readonly Expression[]
  /** Of the first experiment. */
  readonly specification: Specification
}

/**
 * Checks everything that can be wrong with a sweep before anything exists.
 * Throws PARAMETERS_INVALID with every problem of its parameters; SPACE_*, SAMPLER_SPACE, SWEEP_*, QUERY_INVALID, NAME_INVALID, SEED_INVALID.
 */
export async function planSweep(request: SweepRequest, loaded: readonly LoadedExperiment[], system: System): Promise<SweepPlan> {
  const [first] = loaded
  if (first === undefined) throw runlabError('USAGE', { reason: 'A sweep needs an experiment', help: 'runlab sweep --help' })
  const space = spaceOf(request, loaded)
  await refuseParameters(request, space, loaded, system)
  const { objectives, trials, time, seeds, jobs, trialTime, flags, fixed } = request
  const expressions = await parseObjectives(objectives.map(({ expression }) => expression))
  const { location, settled } = first.specification
  const { archive, root: project } = archiveOf(first.specification, request.results ?? undefined, system)
  const asked = request.namespace ?? settled.namespace
  const definition: SweepDefinition = {
    name: checkNameSegment('name', request.name ?? `sweep-${system.tail()}`),
    experiments: request.experiments,
    space: definitionOfSpace(space),
    fixed,
    objectives,
    sampler: chooseSampler(request.sampler, { space, objectives, trials, time }),
    pruner: choosePruner(request.pruner, objectives, expressions),
    seeds,
    seed: request.seed === null ? drawSeed(system.randomInt) : checkSeed(request.seed),
    trials,
    jobs,
    time,
    trialTime,
    enqueue: request.enqueue,
    namespace: asked === undefined ? namespaceOf(location.file, project, first.exportName ?? undefined) : checkNamespace(asked),
    flags,
  }
  return { definition, archive, project, specification: first.specification, objectives: expressions, ...partsOf(definition) }
}

/** What a definition is driven by. Throws as `samplerOf` and `prunerOf`. */
export function partsOf(definition: SweepDefinition): Pick<SweepPlan, 'sampler' | 'pruner'> {
  return {
    sampler: samplerOf(definition),
    pruner: definition.pruner === null ? null : prunerOf(definition.pruner),
  }
}

/** With the choice of the experiment, where there are several. */
function spaceOf({ dimensions, experiments }: SweepRequest, loaded: readonly LoadedExperiment[]): Space {
  if (experiments.length === 1 && dimensions.length === 0) {
    const hint = 'Give one several values, --rate 0.1,0.2, or a range, --rate 1e-5..1e-1:log.'
    throw runlabError('SPACE_INVALID', { parameter: null, what: 'no parameter has more than one value', hint })
  }
  if (experiments.length === 1) return makeSpace(dimensions)
  const taken = loaded.find(({ specification }) => specification.parameters.specs.has(EXPERIMENT_PARAMETER))
  if (taken !== undefined) {
    const what = `an experiment has a parameter of this name, by which a sweep tells its experiments`
    throw runlabError('SPACE_INVALID', {
      parameter: EXPERIMENT_PARAMETER,
      what,
      hint: 'Sweep over one experiment, or rename the parameter.',
    })
  }
  const values = experiments.map(({ label }) => label)
  return makeSpace([{ kind: 'list', name: EXPERIMENT_PARAMETER, when: null, values, ordered: false }, ...dimensions])
}

import { existsSync } from 'node:fs'
import { problem, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { namespaceOf } from '../../archive/find-project.ts'
import type { Specification } from '../../experiment/specification.ts'
import { checkNameSegment, checkNamespace } from '../../format/run-name.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { SweepDefinition } from '../../format/sweep.ts'
import { nearest } from '../../internal/nearest.ts'
import type { Expression } from '../../query/filter/expression.ts'
import { checkSeed, drawSeed } from '../../random/streams.ts'
import { archiveOf } from '../../runtime/life/archive-of.ts'
import { problemsOfParameters } from '../../runtime/life/settle-parameters.ts'
import { loadByPath } from '../../runtime/loading/load-by-path.ts'
import { withOutputOnStderr } from '../../runtime/globals.ts'
import type { System } from '../../runtime/system.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { parseObjectives } from '../running/read-objectives.ts'
import { EXPERIMENT_PARAMETER } from '../running/trial-request.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Dimension } from '../space/dimension.ts'
import { makeSpace } from '../space/define-space.ts'
import { findSpaceProblems } from '../space/fit-space.ts'
import type { Space } from '../space/space.ts'
import { choosePruner } from './choose-pruner.ts'
import { chooseSampler } from './choose-sampler.ts'
import { definitionOfSpace } from './dimension-definition.ts'
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

/** An experiment of a sweep that has been loaded. */
export interface LoadedExperiment {
  readonly label: string
  readonly specification: Specification
  readonly exportName: string | null
}

/** Loads the experiments of a sweep. Throws as loading does. */
export async function loadExperiments(
  experiments: SweepRequest['experiments'],
  system: System,
): Promise<readonly LoadedExperiment[]> {
  return await withOutputOnStderr(async () => {
    const loaded: LoadedExperiment[] = []
    for (const { label, file, name } of experiments) {
      // oxlint-disable-next-line no-await-in-loop -- one error, of the first that fails
      const { specification, exportName } = await loadByPath(name === null ? file : `${file}#${name}`, system)
      loaded.push({ label, specification, exportName })
    }
    return loaded
  })
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

/** Throws PARAMETERS_INVALID. */
async function refuseParameters(
  { fixed, enqueue }: SweepRequest,
  space: Space,
  loaded: readonly LoadedExperiment[],
  system: System,
): Promise<void> {
  const place = { folder: system.cwd(), fileExists: existsSync }
  const problems = new Map<string, Problem>()
  for (const { label, specification } of loaded) {
    const own: Space = { dimensions: space.dimensions.filter((dimension) => isOf(dimension, label)) }
    const specs = [...specification.parameters.specs.values()]
    const inside = own.dimensions.filter(({ name }) => name !== EXPERIMENT_PARAMETER || loaded.length === 1)
    // oxlint-disable-next-line no-await-in-loop -- their order is that of the experiments
    const found = await findSpaceProblems({ dimensions: inside }, specs, place)
    const values = { ...Object.fromEntries(inside.map((dimension) => [dimension.name, someValue(dimension)])), ...fixed }
    const given = Object.fromEntries(Object.entries(values).map(([name, data]) => [name, { data }]))
    // oxlint-disable-next-line no-await-in-loop -- as above
    const more = await problemsOfParameters(specification, [{ source: 'command line', given }], { system })
    for (const one of [...found, ...more]) problems.set(one.message, one)
  }
  for (const one of problemsOfEnqueued(enqueue, space)) problems.set(one.message, one)
  if (problems.size > 0) throw runlabError('PARAMETERS_INVALID', { problems: [...problems.values()] })
}

function someValue(dimension: Dimension): JsonValue {
  return dimension.kind === 'range' ? dimension.low : (dimension.values[0] ?? null)
}

/** Whether a dimension is there for an experiment, as far as its condition names it. */
function isOf({ when }: Space['dimensions'][number], label: string): boolean {
  const terms = when?.terms.filter(({ parameter }) => parameter === EXPERIMENT_PARAMETER) ?? []
  return terms.every(({ operator, values }) => (operator === '!=' ? !values.includes(label) : values.includes(label)))
}

function problemsOfEnqueued(enqueue: SweepRequest['enqueue'], { dimensions }: Space): readonly Problem[] {
  const known = dimensions.map(({ name }) => name)
  return enqueue.flatMap((point) =>
    Object.keys(point)
      .filter((name) => !known.includes(name))
      .map((parameter) => problem('PARAMETER_UNKNOWN', { parameter, suggestion: nearest(parameter, known), known })),
  )
}

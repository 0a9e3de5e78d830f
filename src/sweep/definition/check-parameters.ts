import { existsSync } from 'node:fs'
import { problem, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'
import { problemsOfParameters } from '../../runtime/life/settle-parameters.ts'
import type { System } from '../../runtime/system.ts'
import { EXPERIMENT_PARAMETER } from '../running/trial-request.ts'
import type { Dimension } from '../space/dimension.ts'
import { findSpaceProblems } from '../space/fit-space.ts'
import type { Space } from '../space/space.ts'
import type { LoadedExperiment } from './load-experiments.ts'
import type { SweepRequest } from './sweep-request.ts'

/** Throws PARAMETERS_INVALID with all values that one of the experiments would refuse. */
export async function refuseParameters(
  { fixed, enqueue }: SweepRequest,
  space: Space,
  loaded: readonly LoadedExperiment[],
  system: System,
): Promise<void> {
  const problems = new Map<string, Problem>()
  const isSeveral = loaded.length > 1
  for (const { label, specification } of loaded) {
    const settings = enqueue.flatMap((point) => ownOf(point, label, isSeveral))
    const dimensions = space.dimensions.filter((one) => isOf(one, label) && (one.name !== EXPERIMENT_PARAMETER || !isSeveral))
    // oxlint-disable-next-line no-await-in-loop -- their order is that of the experiments
    const found = await problemsOf({ specification, dimensions, fixed, settings }, system)
    for (const one of found) problems.set(one.message, one)
  }
  const labels = loaded.map(({ label }) => label)
  for (const one of problemsOfEnqueued(enqueue, space, isSeveral ? labels : null)) problems.set(one.message, one)
  if (problems.size > 0) throw runlabError('PARAMETERS_INVALID', { problems: [...problems.values()] })
}

interface Asked {
  readonly specification: LoadedExperiment['specification']
  readonly dimensions: readonly Dimension[]
  readonly fixed: SweepRequest['fixed']
  readonly settings: readonly Readonly<Record<string, JsonValue>>[]
}

async function problemsOf({ specification, dimensions, fixed, settings }: Asked, system: System): Promise<readonly Problem[]> {
  const specs = [...specification.parameters.specs.values()]
  const secrets = Object.entries(fixed)
    .filter(([name]) => specification.parameters.specs.get(name)?.secret)
    .map(([name, value]): Dimension => ({ kind: 'list', name, when: null, values: [value], ordered: false }))
  const place = { folder: system.cwd(), fileExists: existsSync }
  const problems = [...(await findSpaceProblems({ dimensions: [...dimensions, ...secrets] }, specs, place))]
  const some = Object.fromEntries(dimensions.map((dimension) => [dimension.name, someValue(dimension)]))
  for (const setting of [{}, ...settings]) {
    const values = Object.entries({ ...some, ...fixed, ...setting })
    const given = Object.fromEntries(values.map(([name, data]) => [name, { data }]))
    // oxlint-disable-next-line no-await-in-loop -- in the order in which they are tried
    problems.push(...(await problemsOfParameters(specification, [{ source: 'command line', given }], { system })))
  }
  return problems
}

function someValue(dimension: Dimension): JsonValue {
  return dimension.kind === 'range' ? dimension.low : (dimension.values[0] ?? null)
}

/** Whether a dimension is there for an experiment, as far as its condition names it. */
function isOf({ when }: Dimension, label: string): boolean {
  const terms = when?.terms.filter(({ parameter }) => parameter === EXPERIMENT_PARAMETER) ?? []
  return terms.every(({ operator, values }) => (operator === '!=' ? !values.includes(label) : values.includes(label)))
}

/** A setting that is tried first, as an experiment gets it; nothing where it is another's. */
function ownOf(
  point: Readonly<Record<string, JsonValue>>,
  label: string,
  isSeveral: boolean,
): readonly Readonly<Record<string, JsonValue>>[] {
  if (!isSeveral) return [point]
  const { [EXPERIMENT_PARAMETER]: experiment, ...own } = point
  return experiment === label ? [own] : []
}

/** Names that do not vary, and which experiment is meant. */
function problemsOfEnqueued(
  enqueue: SweepRequest['enqueue'],
  { dimensions }: Space,
  labels: readonly string[] | null,
): readonly Problem[] {
  const known = dimensions.map(({ name }) => name)
  return enqueue.flatMap((point) => {
    const unknown = Object.keys(point)
      .filter((name) => !known.includes(name))
      .map((parameter) => problem('PARAMETER_UNKNOWN', { parameter, suggestion: nearest(parameter, known), known }))
    const experiment = point[EXPERIMENT_PARAMETER]
    if (labels === null || labels.some((label) => label === experiment)) return unknown
    const value = experiment === undefined ? 'left out' : showValue(experiment)
    const expected = `one of ${labels.join(', ')}`
    return [...unknown, problem('CONFIG_VALUE', { key: 'enqueue: experiment', value, expected })]
  })
}

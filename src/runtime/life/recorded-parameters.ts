import { problem, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import type { ParameterMeta, RunMeta } from '../../format/meta.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import { wasSet } from '../../format/was-set.ts'
import type { ParameterSpec } from '../../parameters/parameter-spec.ts'
import type { Given } from '../../parameters/resolve.ts'
import type { System } from '../system.ts'
import type { RequestedOriginal } from './run-request.ts'
import { receivesSeed, resolveFor } from './settle-parameters.ts'

export interface RecordedOptions {
  readonly meta: RunMeta
  /** The project's folder, which recorded paths are relative to. */
  readonly project: string
  /** Names that the command line gives: those are not asked of the original. */
  readonly given: ReadonlySet<string>
  readonly testing: boolean
  readonly system: System
}

/**
 * What a run has to be given to have the parameters that another had: those that are not so by themselves. Secrets come from the
 * environment again, what is computed is computed again. Throws PARAMETERS_INVALID with REPEAT_PARAMETER for a value that the archive has not.
 */
export async function recordedParameters(
  specification: Specification,
  { meta, project, given, testing, system }: RecordedOptions,
): Promise<Pick<RequestedOriginal, 'given' | 'warnings'>> {
  const present = await presentValues(specification, testing, system)
  const wanted: Record<string, Given> = {}
  const warnings: string[] = []
  const problems: Problem[] = []
  for (const [name, recorded] of Object.entries(meta.parameters)) {
    const spec = specification.parameters.specs.get(name)
    if (spec === undefined) warnings.push(`The original run has a parameter "${name}", which the experiment does not have now.`)
    if (spec === undefined || isTakenFromElsewhere(spec, given, specification)) continue
    if (isHidden(recorded)) {
      if (wasSet(recorded.source)) problems.push(problem('REPEAT_PARAMETER', { parameter: name, run: meta.run }))
      continue
    }
    const value = spec.locate(decodeValue(recorded.original ?? recorded.value), project)
    if (present.has(name) && isSame(present.get(name), value)) continue
    wanted[name] = { value: recorded.original === undefined ? givenOf(recorded, spec, value) : value }
  }
  if (problems.length > 0) throw runlabError('PARAMETERS_INVALID', { problems })
  return { given: wanted, warnings }
}

/** The seed comes with the run's, secrets from the environment, derived parameters from the others. */
function isTakenFromElsewhere(spec: ParameterSpec, given: ReadonlySet<string>, specification: Specification): boolean {
  const isSeed = spec.name === 'seed' && receivesSeed(specification)
  return spec.derived || spec.secret !== null || isSeed || given.has(spec.name)
}

function isHidden({ usable, redacted }: ParameterMeta): boolean {
  return !usable || redacted === true
}

/** What was given where reading changed it, as a schema that transforms does; a path is found from the project. */
function givenOf({ given }: ParameterMeta, spec: ParameterSpec, value: unknown): unknown {
  const isPath = /\bpath\b/.test(spec.typeName)
  return given === undefined || isPath ? value : decodeValue(given)
}

/** The values that a run has to which nothing is given; empty where that cannot be. */
async function presentValues(
  specification: Specification,
  testing: boolean,
  system: System,
): Promise<ReadonlyMap<string, unknown>> {
  try {
    const { values } = await resolveFor(specification, [], { system, testing })
    return new Map(Object.entries(values))
  } catch {
    return new Map() // a parameter without a value: what is wrong is said when all of them are resolved
  }
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    return JSON.stringify(encodeValue(one)) === JSON.stringify(encodeValue(other))
  } catch {
    return false // what cannot be written down is given
  }
}

import { problem } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { nearest } from '../../internal/nearest.ts'
import type { Place } from '../../parameters/kinds/kind.ts'
import type { ParameterSpec } from '../../parameters/parameter-spec.ts'
import type { Dimension } from './dimension.ts'
import type { Space } from './space.ts'

/** The most values of a list that are checked one by one. */
const MOST_CHECKED = 10_000

/**
 * What an experiment would refuse of a space: names it does not have, values that a parameter does not take (of a range, its
 * ends), parameters that cannot be set. Empty when every trial can start.
 */
export async function findSpaceProblems(
  space: Space,
  specs: readonly ParameterSpec[],
  place: Place,
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  for (const dimension of space.dimensions) {
    const spec = specs.find(({ name }) => name === dimension.name)
    if (spec === undefined) {
      const known = specs.map(({ name }) => name)
      problems.push(
        problem('PARAMETER_UNKNOWN', { parameter: dimension.name, suggestion: nearest(dimension.name, known), known }),
      )
    } else problems.push(...(await findProblems(dimension, spec, place)))
  }
  return problems
}

async function findProblems(dimension: Dimension, spec: ParameterSpec, place: Place): Promise<readonly Problem[]> {
  const invalid = (what: string, hint: string) => [problem('SPACE_INVALID', { parameter: spec.name, what, hint })]
  if (spec.derived) return invalid('it is computed from other parameters', 'Vary those.')
  if (spec.secret !== null) return invalid('it is a secret, and trials are recorded', 'Give it by its environment variable.')
  if (dimension.kind === 'range' && spec.kind === 'integer' && !dimension.integer) {
    return invalid('it is a range of real numbers, and the parameter an integer', 'Add integer: true, or :integer.')
  }
  for (const value of extremes(dimension)) {
    const reading = await spec.readData(value, place)
    if (!reading.ok) return [reading.problem]
  }
  return []
}

function extremes(dimension: Dimension): readonly JsonValue[] {
  return dimension.kind === 'range' ? [dimension.low, dimension.high] : dimension.values.slice(0, MOST_CHECKED)
}

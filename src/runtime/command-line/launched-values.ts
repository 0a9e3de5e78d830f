import type { Specification } from '../../experiment/specification.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { Given } from '../../parameters/resolve.ts'
import { archiveOf } from '../life/archive-of.ts'
import type { LaunchTask } from '../process/child-task.ts'
import type { System } from '../system.ts'

/** The values that the run that starts this one gives it; recorded paths are relative to the project. */
export function launchedValues(
  { parameters }: LaunchTask,
  specification: Specification,
  system: System,
): Readonly<Record<string, Given>> {
  const { specs } = specification.parameters
  const { root } = archiveOf(specification, undefined, system)
  return Object.fromEntries(
    Object.entries(parameters).map(([name, recorded]) => {
      const value = decodeValue(recorded)
      return [name, { value: specs.get(name)?.locate(value, root) ?? value }]
    }),
  )
}

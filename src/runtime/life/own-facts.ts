import type { Specification } from '../../experiment/specification.ts'
import type { ExperimentFacts, SourceFacts } from '../../snapshot/source-facts.ts'

/** What the source says about this experiment: told by its export, by where it is defined, else by its parameters. */
export function ownFacts(
  specification: Specification,
  exportName: string | null | undefined,
  { experiments }: SourceFacts,
): ExperimentFacts | undefined {
  if (experiments.length <= 1) return experiments[0]
  const names = [...specification.parameters.specs.values()].filter((spec) => !spec.derived).map((spec) => spec.name)
  const line = specification.location.line()
  return (
    experiments.find((candidate) => typeof exportName === 'string' && candidate.exportNames.includes(exportName)) ??
    experiments.find((candidate) => candidate.line === line) ??
    experiments.find((candidate) => candidate.parameterNames?.join() === names.join())
  )
}

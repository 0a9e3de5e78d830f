import type { SpecificationLayer } from '../../experiment/layers.ts'
import type { ExperimentFacts, SourceFacts } from '../../snapshot/source-facts.ts'

export interface WantedFacts {
  readonly layer: SpecificationLayer
  readonly facts: SourceFacts
  /** The parameters that the layer declares, but for derived ones. */
  readonly names: readonly string[]
  /** The name under which its file exports it: null for its primary one, undefined when not known. */
  readonly exportName?: string | null | undefined
}

/** What the source says about this experiment or mixin: told by its export, by where it is defined, else by its parameters. */
export function ownFacts({ layer, facts, names, exportName }: WantedFacts): ExperimentFacts | undefined {
  const candidates = layer.kind === 'mixin' ? facts.mixins : facts.experiments
  if (candidates.length <= 1) return candidates[0]
  const line = layer.location.line()
  return (
    candidates.find((candidate) => typeof exportName === 'string' && candidate.exportNames.includes(exportName)) ??
    candidates.find((candidate) => candidate.line === line) ??
    candidates.find((candidate) => candidate.parameterNames?.join() === names.join())
  )
}

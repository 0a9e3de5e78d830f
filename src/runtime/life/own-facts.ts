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

/** What the source says about this experiment, extension or mixin: told by its export, by where it is defined, else by its parameters. */
export function ownFacts({ layer, facts, names, exportName }: WantedFacts): ExperimentFacts | undefined {
  const candidates = candidatesFor(layer, facts)
  if (layer.kind === 'experiment' && candidates.length <= 1) return candidates[0]
  const exported = candidates.find((candidate) => typeof exportName === 'string' && candidate.exportNames.includes(exportName))
  if (exported !== undefined) return exported
  const line = layer.location.line()
  // An extension may be made by a function, which no candidate is.
  if (line !== null) return candidates.find((candidate) => candidate.line === line)
  return candidates.find((candidate) => candidate.parameterNames?.join() === names.join())
}

function candidatesFor({ kind }: SpecificationLayer, { experiments, mixins }: SourceFacts): readonly ExperimentFacts[] {
  if (kind === 'mixin') return mixins
  const call = kind === 'extension' ? 'extend' : 'defineExperiment'
  return experiments.filter((candidate) => candidate.call === call)
}

/** The export's name, where the experiment is not its file's primary one. */
export function secondaryName(own: ExperimentFacts | undefined, facts: SourceFacts): string | null {
  if (own === undefined || facts.experiments.length === 1) return null
  const names = own.exportNames
  return names.includes('default') || names.includes('experiment') ? null : (names[0] ?? null)
}

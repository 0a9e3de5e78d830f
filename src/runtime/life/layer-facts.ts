import { readFile } from 'node:fs/promises'
import { hashFile } from '../../internal/hash-file.ts'
import type { SpecificationLayer } from '../../experiment/layers.ts'
import type { ParameterSchema } from '../../parameters/schema.ts'
import type { Specification } from '../../experiment/specification.ts'
import { readSourceFacts } from '../../snapshot/source-facts.ts'
import type { ExperimentFacts, SourceFacts } from '../../snapshot/source-facts.ts'
import { realPath } from '../../snapshot/real-path.ts'
import { ownFacts } from './own-facts.ts'
import type { Sources } from './sources.ts'

/** What the source of a layer says of it. */
export interface LayerFacts {
  readonly layer: SpecificationLayer
  /** Undefined where the source does not tell. */
  readonly own: ExperimentFacts | undefined
  readonly fileDescription: string | null
  /** Of the file as it was loaded, or is now; null where it cannot be read. */
  readonly sha256: string | null
}

const NOTHING: SourceFacts = { fileDescription: null, experiments: [], mixins: [] }

/** Reads what the sources of an experiment's layers say of them, by their place. */
export async function readLayerFacts(
  specification: Specification,
  sources: Sources,
  exportName: string | null | undefined,
): Promise<readonly LayerFacts[]> {
  const files = new Map<string, Promise<SourceFacts>>([[specification.code.file, sources.facts]])
  const factsOf = (file: string): Promise<SourceFacts> => {
    const known = files.get(file)
    if (known !== undefined) return known
    const facts = readFile(file, 'utf8').then(
      (text) => readSourceFacts(file, text),
      () => NOTHING,
    )
    files.set(file, facts)
    return facts
  }
  const graph = await sources.graph.catch(() => null)
  return await Promise.all(
    specification.layers.map(async (layer, i): Promise<LayerFacts> => {
      const { file } = layer.location
      const sha256 = graph?.files.get(realPath(file) ?? file)?.sha256 ?? (await hashFile(file).catch(() => null))
      if (layer.kind === 'config') return { layer, own: undefined, fileDescription: null, sha256 }
      const facts = await factsOf(file)
      const own = ownFacts({
        layer,
        facts,
        names: declaredBy(specification.parameters, i),
        exportName: layer.location === specification.code ? exportName : undefined,
      })
      return { layer, own, fileDescription: facts.fileDescription, sha256 }
    }),
  )
}

/** The description of a run: the highest layer's that has one. */
export function describeLayers(layers: readonly LayerFacts[]): string {
  for (const { layer, own, fileDescription } of layers.toReversed()) {
    if (layer.kind === 'mixin') continue
    const description = layer.description ?? own?.description ?? fileDescription
    if (description !== null) return description
  }
  return ''
}

/** What doc comments say of parameters or hooks, those of higher layers in place of those below. */
export function docsOfLayers(layers: readonly LayerFacts[], section: 'parameters' | 'hooks'): Readonly<Record<string, string>> {
  const docs = new Map(layers.flatMap(({ own }) => Object.entries(own?.[section] ?? {})))
  return Object.fromEntries(docs)
}

/** The parameters that a layer declares, but for derived ones. */
export function declaredBy(parameters: ParameterSchema, layer: number): readonly string[] {
  return [...parameters.settings].flatMap(([name, settings]) => {
    const isOwn = settings.some((setting) => setting.layer === layer && setting.declares && !('derive' in setting.given))
    return isOwn ? [name] : []
  })
}

import type { DescribedParameters } from '../../experiment/config/config-schema.ts'
import { withOutputOnStderr } from '../globals.ts'
import { docsOfLayers, readLayerFacts } from '../life/layer-facts.ts'
import { loadByPath } from '../loading/load-by-path.ts'
import { realSystem } from '../system.ts'

/** The parameters of the experiment of a script, FILE[#name], or of a config. Throws FILE_NOT_FOUND, and as loading it does. */
export async function describeFile(path: string): Promise<DescribedParameters> {
  const system = realSystem()
  return await withOutputOnStderr(async () => {
    const { specification, sources, exportName } = await loadByPath(path, system)
    const layers = await readLayerFacts(specification, sources, exportName)
    return { schema: specification.parameters, descriptions: docsOfLayers(layers, 'parameters') }
  })
}

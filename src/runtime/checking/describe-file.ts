import { existsSync } from 'node:fs'
import { runlabError } from '../../errors.ts'
import type { DescribedParameters } from '../../experiment/config/config-schema.ts'
import { withOutputOnStderr } from '../globals.ts'
import { docsOfLayers, readLayerFacts } from '../life/layer-facts.ts'
import { loadByPath } from '../loading/load-by-path.ts'
import { nearestPath } from '../loading/nearest-path.ts'
import { splitName } from '../loading/split-name.ts'
import { realSystem } from '../system.ts'

/** The parameters of the experiment of a script, FILE[#name], or of a config. Throws FILE_NOT_FOUND, and as loading it does. */
export async function describeFile(path: string): Promise<DescribedParameters> {
  const system = realSystem()
  const { path: file, name } = splitName(path, system.cwd())
  if (!existsSync(file)) {
    const shown = name === null ? path : path.slice(0, -name.length - 1)
    throw runlabError('FILE_NOT_FOUND', { file: shown, suggestion: nearestPath(file, shown) })
  }
  return await withOutputOnStderr(async () => {
    const { specification, sources, exportName } = await loadByPath(path, system)
    const layers = await readLayerFacts(specification, sources, exportName)
    return { schema: specification.parameters, descriptions: docsOfLayers(layers, 'parameters') }
  })
}

import { existsSync } from 'node:fs'
import { runlabError } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { gatherSources } from '../life/sources.ts'
import type { Sources } from '../life/sources.ts'
import type { System } from '../system.ts'
import { loadExperiment } from './load-experiment.ts'
import { loaderState } from './loader-state.ts'
import { nearestPath } from './nearest-path.ts'
import { splitName } from './split-name.ts'
import { loadTypescript } from './typescript-loader.ts'

/** An experiment that was found by a path. */
export interface FoundExperiment {
  readonly specification: Specification
  readonly sources: Sources
  /** Null for its file's primary one. */
  readonly exportName: string | null
}

/**
 * Loads the experiment of a script, `FILE[#name]`, or of a config; relative to the working directory. TypeScript is loaded
 * as `runlab run` loads it. Throws as `loadExperiment`, and CONFIG_INVALID.
 */
export async function loadByPath(path: string, system: System): Promise<FoundExperiment> {
  if (loaderState() === null) await loadTypescript()
  const { path: file, name } = splitName(path, system.cwd())
  if (!existsSync(file)) {
    const shown = name === null ? path : path.slice(0, -name.length - 1)
    throw runlabError('FILE_NOT_FOUND', { file: shown, suggestion: nearestPath(file, shown) })
  }
  if (/\.ya?ml$/.test(file)) {
    const { loadConfig } = await import('./load-config.ts')
    const { specification, sources } = await loadConfig(file, system)
    return { specification, sources: sources(), exportName: null }
  }
  const sources = gatherSources(file)
  const { experiment, exportName } = await loadExperiment({ file, name, graph: sources.graph }, system.cwd())
  return { specification: experiment.specification, sources, exportName }
}

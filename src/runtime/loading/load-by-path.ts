import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { runlabError } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { nearest } from '../../internal/nearest.ts'
import { gatherSources } from '../life/sources.ts'
import type { Sources } from '../life/sources.ts'
import type { System } from '../system.ts'
import { loadExperiment } from './load-experiment.ts'
import { loaderState } from './loader-state.ts'

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
  if (loaderState() === null) await import('./typescript-loader.ts')
  const [file = '', name = null] = splitName(path, system.cwd())
  if (!existsSync(file)) throw runlabError('FILE_NOT_FOUND', { file: path, suggestion: suggest(file) })
  if (/\.ya?ml$/.test(file)) {
    const { loadConfig } = await import('./load-config.ts')
    const { specification, sources } = await loadConfig(file, system)
    return { specification, sources: sources(), exportName: null }
  }
  const { experiment, exportName } = await loadExperiment(file, name, system.cwd())
  return { specification: experiment.specification, sources: gatherSources(file), exportName }
}

function suggest(file: string): string | null {
  const folder = dirname(file)
  const near = existsSync(folder) ? nearest(basename(file), readdirSync(folder)) : null
  return near === null ? null : join(folder, near)
}

function splitName(path: string, cwd: string): readonly string[] {
  const whole = resolve(cwd, path)
  const hash = path.lastIndexOf('#')
  if (hash <= 0 || existsSync(whole)) return [whole]
  return [resolve(cwd, path.slice(0, hash)), path.slice(hash + 1)]
}

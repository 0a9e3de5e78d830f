import { relative } from 'node:path'
import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import type { Sources } from '../life/sources.ts'
import { isRunnable } from '../runnable.ts'
import type { Runnable } from '../runnable.ts'
import { exportsOf } from './exports-of.ts'
import { loadModule } from './load-module.ts'
import { noExperiment, refuseScript } from './no-experiment.ts'

/** An experiment that a file exports. */
export interface LoadedExperiment {
  readonly experiment: Runnable
  /** The name to add to the namespace; null for the file's primary experiment. */
  readonly exportName: string | null
}

/** What to load: by its path, the export's name, and what is known of the sources. */
export interface WantedExperiment {
  readonly file: string
  readonly name: string | null
  readonly graph: Sources['graph']
}

/**
 * Imports a file and finds its experiment: the one of the given name, else the default export, else the one named
 * `experiment`, else the only one. What cannot export one is not executed.
 * Throws LOAD_FAILED, EXPERIMENT_NONE, EXPERIMENT_AMBIGUOUS, EXPERIMENT_NAME_UNKNOWN.
 */
export async function loadExperiment({ file, name, graph }: WantedExperiment, cwd: string): Promise<LoadedExperiment> {
  const shown = relative(cwd, file) || file
  await refuseScript(file, shown, graph)
  const module = await loadModule(file, cwd)
  if (name === null && exportedExperiments(module).size === 0) throw await noExperiment(file, shown, exportNames(module))
  return pickExperiment(module, name, shown)
}

/** Finds the experiment among a module's exports, where there is one. */
export function pickExperiment(module: unknown, name: string | null, shown: string): LoadedExperiment {
  const found = exportedExperiments(module)
  const names = [...found.keys()]
  const primary = found.get('default') ?? found.get('experiment') ?? (found.size === 1 ? [...found.values()][0] : undefined)
  const as = (experiment: Runnable, exportName: string): LoadedExperiment => ({
    experiment,
    exportName: experiment === primary ? null : exportName,
  })
  if (name !== null) {
    const named = found.get(name)
    if (named === undefined)
      throw runlabError('EXPERIMENT_NAME_UNKNOWN', { file: shown, name, names, suggestion: nearest(name, names) })
    return as(named, name)
  }
  if (primary !== undefined) return as(primary, '')
  throw runlabError('EXPERIMENT_AMBIGUOUS', { file: shown, names })
}

/** A module's experiments by export name. */
export function exportedExperiments(module: unknown): Map<string, Runnable> {
  return exportsOf(module, isRunnable)
}

/** The names that a module exports. */
export function exportNames(module: unknown): string[] {
  return typeof module === 'object' && module !== null ? Object.keys(module).filter((name) => name !== 'module.exports') : []
}

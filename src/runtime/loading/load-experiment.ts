import { relative } from 'node:path'
import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { isRunnable } from '../runnable.ts'
import type { Runnable } from '../runnable.ts'
import { exportsOf } from './exports-of.ts'
import { loadModule } from './load-module.ts'

/** An experiment that a file exports. */
export interface LoadedExperiment {
  readonly experiment: Runnable
  /** The name to add to the namespace; null for the file's primary experiment. */
  readonly exportName: string | null
}

/**
 * Imports a file and finds its experiment: the one of the given name, else the default export, else the one named
 * `experiment`, else the only one.
 * Throws LOAD_FAILED, EXPERIMENT_NONE, EXPERIMENT_AMBIGUOUS, EXPERIMENT_NAME_UNKNOWN.
 */
export async function loadExperiment(file: string, name: string | null, cwd: string): Promise<LoadedExperiment> {
  return pickExperiment(await loadModule(file, cwd), name, relative(cwd, file) || file)
}

/** Finds the experiment among a module's exports. */
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
  if (names.length > 0) throw runlabError('EXPERIMENT_AMBIGUOUS', { file: shown, names })
  throw runlabError('EXPERIMENT_NONE', { file: shown, found: exportNames(module) })
}

/** A module's experiments by export name. */
export function exportedExperiments(module: unknown): Map<string, Runnable> {
  return exportsOf(module, isRunnable)
}

function exportNames(module: unknown): string[] {
  return typeof module === 'object' && module !== null ? Object.keys(module).filter((name) => name !== 'module.exports') : []
}

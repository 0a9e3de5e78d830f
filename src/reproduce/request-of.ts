import { join } from 'node:path'
import type { RunMeta } from '../format/meta.ts'

/** What a run is asked for again, on a command line. Its parameters are taken from its metadata when it is prepared. */
export interface RepeatRequest {
  /** Relative to the project, POSIX separators. */
  readonly file: string
  /** The export that is run, where it is not the file's primary one. */
  readonly name: string | null
  /** Flags of `runlab run`. */
  readonly tokens: readonly string[]
}

/** Switches that are kept nowhere but on the command line. */
const SWITCHES = ['--strict', '--no-visuals', '--no-system']

/**
 * The request that makes a run again, with the same seed and namespace, mixins and values for testing. `project` is the folder in
 * which its files lie now.
 */
export function requestOf(meta: RunMeta, { project }: { readonly project: string }): RepeatRequest {
  const layers = meta.lineage?.layers ?? []
  const included = layers.flatMap(({ kind, by, file, name }) =>
    kind === 'mixin' && by === undefined && file !== null ? [`--include=${join(project, file)}${hashOf(name)}`] : [],
  )
  return {
    file: meta.file,
    name: nameOf(meta),
    tokens: [
      ...(meta.seed === null ? [] : [`--seed=${meta.seed}`]),
      ...(meta.namespace === '' ? [] : [`--namespace=${meta.namespace}`]),
      ...(meta.testing ? ['--testing'] : []),
      ...included,
      ...SWITCHES.filter((flag) => meta.argv.slice(2).includes(flag)),
    ],
  }
}

/** An experiment that was not asked for by its export goes by its file, or the name that it has itself. */
function nameOf({ export: exported, name, file, lineage }: RunMeta): string | null {
  if (exported === null || exported === 'default' || exported === 'experiment') return null
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  const experiment = lineage?.layers.findLast(({ kind }) => kind === 'experiment' || kind === 'extension')
  const isAlone = name === stem && name !== exported && hashOf(experiment?.name ?? '') === ''
  return isAlone ? null : exported
}

/** `#name` of a layer that its file does not export as its primary one. */
function hashOf(layer: string): string {
  const hash = layer.indexOf('#')
  return hash < 0 ? '' : layer.slice(hash)
}

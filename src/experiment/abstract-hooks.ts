import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { abstractIn } from '../hooks/table.ts'
import { layerName } from './layers.ts'
import type { Specification } from './specification.ts'

/** HOOK_ABSTRACT for the hooks that nobody implements; null where there are none. */
export function abstractHooks({ hooks, layers }: Specification): RunlabError | null {
  const missing = [...hooks.values()].flatMap((hook) => {
    const layer = abstractIn(hook)
    return layer === null ? [] : [{ name: hook.name, layer }]
  })
  const layer = layers[missing[0]?.layer ?? -1]
  if (layer === undefined) return null
  return runlabError('HOOK_ABSTRACT', { hooks: missing.map(({ name }) => name), where: layerName(layer) })
}

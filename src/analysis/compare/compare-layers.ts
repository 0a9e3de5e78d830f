import type { LayerMeta, LineageMeta } from '../../format/lineage.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import type { LayerDifference } from './run-diff.ts'

type Layers = readonly LayerMeta[]

/** The layers of two runs, by kind, name and file; of equal ones the first with the first. */
export function compareLayers(before: LineageMeta | null, after: LineageMeta | null): Comparison<LayerDifference> {
  if (before === null || after === null) return { entries: [], notes: missingNotes(before, after) }
  const known = { before: byKey(before.layers), after: byKey(after.layers) }
  const pairs = compareMaps({
    ...known,
    isSame: (one, other) =>
      one.sha256 === other.sha256 &&
      one.line === other.line &&
      includerOf(one, before.layers) === includerOf(other, after.layers),
  })
  const entries = pairs.flatMap(({ state, before: one, after: other }): LayerDifference[] => {
    const layer = one ?? other
    return layer === null ? [] : [{ kind: layer.kind, name: layer.name, file: layer.file, state, before: one, after: other }]
  })
  const isReordered = sharedKeys(known.before, known.after).join('\n') !== sharedKeys(known.after, known.before).join('\n')
  return { entries, notes: isReordered ? ['the layers lie in another order'] : [] }
}

/** Where neither run has a lineage there is nothing to say. */
function missingNotes(before: LineageMeta | null, after: LineageMeta | null): readonly string[] {
  if (before === null && after === null) return []
  return [`not compared: the lineage of ${before === null ? 'A' : 'B'} is not recorded`]
}

function byKey(layers: Layers): ReadonlyMap<string, LayerMeta> {
  const found = new Map<string, LayerMeta>()
  for (const layer of layers) {
    const key = JSON.stringify([layer.kind, layer.name, layer.file])
    let times = 0
    while (found.has(`${key}${times}`)) times += 1
    found.set(`${key}${times}`, layer)
  }
  return found
}

/** The name of the layer that includes a mixin. */
function includerOf({ by }: LayerMeta, layers: Layers): string | null {
  return by === undefined ? null : (layers[by]?.name ?? null)
}

function sharedKeys(one: ReadonlyMap<string, LayerMeta>, other: ReadonlyMap<string, LayerMeta>): readonly string[] {
  return [...one.keys()].filter((key) => other.has(key))
}

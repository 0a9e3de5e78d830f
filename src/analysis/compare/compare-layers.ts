import type { LayerMeta, LineageMeta } from '../../format/lineage.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import type { LayerDifference, LayerSide } from './run-diff.ts'

type Layers = readonly LayerMeta[]
type NamedLayer = LayerSide & Pick<LayerMeta, 'kind' | 'name' | 'file'>

/** The layers of two runs, by kind, name and file; of equal ones the first with the first. */
export function compareLayers(before: LineageMeta | null, after: LineageMeta | null): Comparison<LayerDifference> {
  if (before === null || after === null) return { entries: [], notes: missingNotes(before, after) }
  const known = { before: byKey(before.layers), after: byKey(after.layers) }
  const pairs = compareMaps({ ...known, isSame: (one, other) => JSON.stringify(one) === JSON.stringify(other) })
  const entries = pairs.flatMap(({ state, before: one, after: other }): LayerDifference[] => {
    const layer = one ?? other
    if (layer === null) return []
    const { kind, name, file } = layer
    return [{ kind, name, file, state, before: sideOf(one), after: sideOf(other) }]
  })
  const isReordered = sharedKeys(known.before, known.after).join('\n') !== sharedKeys(known.after, known.before).join('\n')
  return { entries, notes: isReordered ? ['the layers lie in another order'] : [] }
}

/** Where neither run has a lineage there is nothing to say. */
function missingNotes(before: LineageMeta | null, after: LineageMeta | null): readonly string[] {
  if (before === null && after === null) return []
  return [`not compared: the lineage of ${before === null ? 'A' : 'B'} is not recorded`]
}

function byKey(layers: Layers): ReadonlyMap<string, NamedLayer> {
  const found = new Map<string, NamedLayer>()
  for (const { kind, name, file, line, sha256, by } of layers) {
    const key = JSON.stringify([kind, name, file])
    let times = 0
    while (found.has(`${key}${times}`)) times += 1
    const includedBy = by === undefined ? null : (layers[by]?.name ?? null)
    found.set(`${key}${times}`, { kind, name, file, line, sha256, includedBy })
  }
  return found
}

function sideOf(layer: NamedLayer | null): LayerSide | null {
  return layer === null ? null : { line: layer.line, sha256: layer.sha256, includedBy: layer.includedBy }
}

function sharedKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): readonly string[] {
  return [...one.keys()].filter((key) => other.has(key))
}

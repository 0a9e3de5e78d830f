import type { HookImplementationMeta, LineageMeta } from '../../format/lineage.ts'
import type { RunMeta } from '../../format/meta.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import type { HookDifference, HookStack, ImplementationIdentity } from './run-diff.ts'

/**
 * Hooks by name: which implementations they have, and from which layer. Where the lineage of a run is not recorded,
 * how many there are.
 */
export function compareHooks(before: RunMeta, after: RunMeta): Comparison<HookDifference> {
  const isTraced = before.lineage !== null && after.lineage !== null
  const pairs = compareMaps({
    before: stacksOf(before, isTraced),
    after: stacksOf(after, isTraced),
    isSame: (one, other) => isSameStack(one, other),
  })
  const entries = pairs.map(({ key, state, before: one, after: other }) => ({ name: key, state, before: one, after: other }))
  const isCounted = !isTraced && entries.length > 0
  return { entries, notes: isCounted ? [`compared by the number of implementations: ${missing(before, after)}`] : [] }
}

function missing(before: RunMeta, after: RunMeta): string {
  const whose = [...(before.lineage === null ? ['A'] : []), ...(after.lineage === null ? ['B'] : [])]
  return `the lineage of ${whose.join(' and ')} is not recorded`
}

function stacksOf({ hooks, lineage }: RunMeta, isTraced: boolean): ReadonlyMap<string, HookStack> {
  const traced = isTraced && lineage !== null ? lineage : null
  const names = new Set([...Object.keys(traced?.hooks ?? {}), ...Object.keys(hooks)])
  return new Map(
    Array.from(names, (name): [string, HookStack] => {
      if (traced === null) return [name, { count: hooks[name]?.num ?? 0, implementations: null }]
      const stack = Object.hasOwn(traced.hooks, name) ? (traced.hooks[name] ?? []) : []
      return [name, { count: stack.length, implementations: stack.map((one) => identify(one, traced)) }]
    }),
  )
}

function identify({ layer, how, line, replaced }: HookImplementationMeta, { layers }: LineageMeta): ImplementationIdentity {
  const nameOf = (index: number): string => layers[index]?.name ?? `layer ${index}`
  return {
    how,
    layer: nameOf(layer),
    file: layers[layer]?.file ?? null,
    line,
    replacedBy: replaced === undefined ? null : nameOf(replaced),
  }
}

/** Whether the same layers do the same; lines move with every edit above them. */
function isSameStack(one: HookStack, other: HookStack): boolean {
  if (one.implementations === null || other.implementations === null) return one.count === other.count
  const keys = ({ implementations }: HookStack): string => JSON.stringify((implementations ?? []).map(implementationKey))
  return keys(one) === keys(other)
}

/** What tells an implementation from others. */
export function implementationKey({ how, layer, file, replacedBy }: ImplementationIdentity): string {
  return JSON.stringify([how, layer, file, replacedBy])
}

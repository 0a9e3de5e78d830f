/** A part of a YAML document, aliases and merge keys resolved: what an alias stands for is the same node again. */
export type YamlNode = YamlScalar | YamlList | YamlMap

interface Span {
  /** Offset in the text; of an anchored or tagged value, behind anchor and tag. */
  readonly start: number
  readonly end: number
}

export interface YamlScalar extends Span {
  readonly type: 'scalar'
  /** Integers that a number cannot hold are BigInts. */
  readonly value: string | number | bigint | boolean | null
  /** `plain` where what stands there is neither quoted nor tagged, `unreadable` where that is a problem of the config. */
  readonly style: 'plain' | 'tagged' | 'single' | 'double' | 'block' | 'unreadable'
}

export interface YamlList extends Span {
  readonly type: 'list'
  readonly items: readonly YamlNode[]
}

export interface YamlMap extends Span {
  readonly type: 'map'
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: string
  readonly keyStart: number
  readonly value: YamlNode
}

/** Whether nothing at all stands there. */
export function isNothing(node: YamlNode): boolean {
  return node.type === 'scalar' && node.value === null && node.start === node.end && node.style !== 'unreadable'
}

/** All scalars in a node, each once. */
export function scalarsIn(node: YamlNode): ReadonlySet<YamlScalar> {
  const scalars = new Set<YamlScalar>()
  const seen = new Set<YamlNode>()
  const visit = (inner: YamlNode): void => {
    if (seen.has(inner)) return
    seen.add(inner)
    if (inner.type === 'scalar') scalars.add(inner)
    else if (inner.type === 'list') inner.items.forEach(visit)
    else for (const { value } of inner.entries) visit(value)
  }
  visit(node)
  return scalars
}

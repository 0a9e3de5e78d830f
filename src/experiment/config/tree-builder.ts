import type * as YamlModule from 'yaml'
import type { Alias, Pair, ParsedNode, Scalar, YAMLMap } from 'yaml'
import { nearest } from '../../internal/nearest.ts'
import type { ConfigSource } from './config-source.ts'
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-tree.ts'

type Yaml = Pick<typeof YamlModule, 'isAlias' | 'isMap' | 'isScalar' | 'isSeq'>

/** Values that aliases may stand for altogether: a few nested ones can mean billions. */
const MOST_BORROWED = 100_000

const STYLES = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
} as const satisfies Record<Scalar.Type, YamlScalar['style']>

/** Makes our tree of the parser's, and reports what is wrong with keys and aliases. */
export class TreeBuilder {
  readonly #yaml: Yaml
  readonly #source: ConfigSource
  /** What begins there or later is left out. */
  readonly #cutoff: number
  /** Null while the value is not complete. */
  readonly #anchors = new Map<string, YamlNode | null>()
  /** How many values a node is, those of its aliases included. */
  readonly #sizes = new WeakMap<YamlNode, number>()
  #borrowed = 0

  constructor(yaml: Yaml, source: ConfigSource, cutoff: number) {
    this.#yaml = yaml
    this.#source = source
    this.#cutoff = cutoff
  }

  /** `at` is where a value that is not there would stand. */
  build(node: ParsedNode | null, at: number): YamlNode {
    if (node === null) return nothingAt(at)
    if (this.#yaml.isAlias(node)) return this.#resolve(node, node.range?.[0] ?? at)
    const { anchor } = node
    if (anchor !== undefined) this.#anchors.set(anchor, null)
    const built = this.#buildValue(node)
    if (anchor !== undefined) this.#anchors.set(anchor, built)
    return built
  }

  #buildValue(node: Exclude<ParsedNode, Alias.Parsed>): YamlNode {
    const [start, end] = node.range
    if (this.#yaml.isMap(node)) return this.#measured(this.#buildMap(node as YAMLMap.Parsed, start, end))
    if (this.#yaml.isSeq(node)) {
      const items = node.items.flatMap((item) => {
        const built = this.build(item as ParsedNode, start)
        return built.start < this.#cutoff || this.#yaml.isAlias(item) ? [built] : []
      })
      return this.#measured({ type: 'list', items, start, end })
    }
    return { ...readScalar(node as Scalar.Parsed), type: 'scalar', start, end }
  }

  #buildMap(map: YAMLMap.Parsed, start: number, end: number): YamlMap {
    const own: YamlEntry[] = []
    const merged: YamlEntry[] = []
    const lines = new Map<string, number>()
    for (const { key, value } of map.items as Pair<ParsedNode, ParsedNode | null>[]) {
      // What is no text has been reported by the parser.
      if (!this.#yaml.isScalar(key) || typeof key.value !== 'string') continue
      const [keyStart, keyEnd] = key.range ?? [start, start]
      if (keyStart >= this.#cutoff) continue
      const built = this.build(value, keyEnd)
      if (key.type === 'PLAIN' && key.value === '<<') merged.push(...this.#entriesOf(built, keyStart))
      else if (keyStart === keyEnd) this.#source.report('CONFIG_SYNTAX', { reason: 'there is no key before the colon' }, keyStart)
      else own.push({ key: key.value, keyStart, value: built })
    }
    for (const { key, keyStart } of own) {
      const line = lines.get(key)
      if (line !== undefined) this.#source.report('CONFIG_KEY_TWICE', { key, line }, keyStart)
      else lines.set(key, this.#source.placeAt(keyStart).line)
    }
    const others = merged.filter(
      ({ key }, index) => !lines.has(key) && merged.findIndex((earlier) => earlier.key === key) === index,
    )
    return { type: 'map', entries: [...own, ...others], start, end }
  }

  /** What `<<` takes in: the entries of a map, or of several. */
  #entriesOf(node: YamlNode, at: number): readonly YamlEntry[] {
    if (node.type === 'map') return node.entries
    if (node.type === 'list' && node.items.every((item) => item.type === 'map')) return node.items.flatMap((item) => item.entries)
    this.#source.report('CONFIG_SYNTAX', { reason: '<< takes in maps, and this is none' }, at)
    return []
  }

  #resolve({ source: name }: Alias.Parsed, at: number): YamlNode {
    const node = this.#anchors.get(name)
    if (node === undefined) {
      const near = nearest(name, this.#anchors.keys())
      const hint = near === null ? 'A text that begins with * has to stand in quotes.' : `Did you mean *${near}?`
      this.#source.report('CONFIG_SYNTAX', { reason: `nothing before this is called &${name}`, hint }, at)
      return unreadableAt(at)
    }
    if (node === null) {
      this.#source.report('CONFIG_SYNTAX', { reason: `*${name} stands within what it stands for` }, at)
      return unreadableAt(at)
    }
    const before = this.#borrowed
    this.#borrowed += this.#sizeOf(node)
    if (this.#borrowed <= MOST_BORROWED) return node
    if (before <= MOST_BORROWED)
      this.#source.report('CONFIG_SYNTAX', { reason: `its aliases stand for more than ${MOST_BORROWED} values` }, at)
    return unreadableAt(at)
  }

  #sizeOf(node: YamlNode): number {
    return this.#sizes.get(node) ?? 1
  }

  #measured<N extends YamlNode>(node: N): N {
    const inside = node.type === 'list' ? node.items : node.type === 'map' ? node.entries.map(({ value }) => value) : []
    this.#sizes.set(
      node,
      inside.reduce((sum, inner) => sum + this.#sizeOf(inner), 1),
    )
    return node
  }
}

function nothingAt(offset: number): YamlScalar {
  return { type: 'scalar', value: null, style: 'plain', start: offset, end: offset }
}

/** What has been reported. */
function unreadableAt(offset: number): YamlScalar {
  return { ...nothingAt(offset), style: 'unreadable' }
}

function readScalar({ value, type, tag }: Scalar.Parsed): Pick<YamlScalar, 'value' | 'style'> {
  const style = STYLES[type ?? 'PLAIN']
  return { value: readValue(value), style: style === 'plain' && tag !== undefined ? 'tagged' : style }
}

function readValue(value: unknown): YamlScalar['value'] {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value
    case 'bigint':
      return asNumber(value)
    default:
      return null
  }
}

/** An integer as a number where that is exact. */
export function asNumber(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

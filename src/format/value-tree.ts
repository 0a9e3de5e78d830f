import { RunlabError, runlabError } from '../errors.ts'
import { defineOwn } from '../internal/define-own.ts'
import { decodeValue } from './decode-value.ts'
import { encodeValue } from './encode-value.ts'
import { isJsonArray } from './json-value.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { DEEPEST, TAG, escapeKey, unescapeKey } from './tag.ts'
import { UnreadableValue } from './unreadable-value.ts'
import { checkSubtreeKey, splitValueKey } from './value-key.ts'

/** Children by the user's own keys, in the order in which they were first set. */
type Subtree = Map<string, Node>
type Node = Subtree | Leaf

/** An array, a special value or a scalar, as tagged JSON. Never changed. */
class Leaf {
  readonly json: JsonValue

  constructor(json: JsonValue) {
    this.json = json
  }
}

/**
 * The values of a run: a tree addressed by `a/b/c`. Plain objects are subtrees; arrays, scalars and special values are
 * leaves. Values are captured when set, and what is read are copies. A call that throws changes nothing.
 */
export class ValueTree {
  readonly #root: Subtree = new Map()
  /** What the tree was read from, for errors. */
  #file = 'The value tree'
  readonly #mask: (json: JsonValue, key: string) => JsonValue

  /** `mask` changes each value that is set, as tagged JSON, and may throw. */
  constructor(mask: (json: JsonValue, key: string) => JsonValue = (json) => json) {
    this.#mask = mask
  }

  /**
   * The tree of an `experiment_data.json`. Keys that `set` would refuse are kept, but no address reaches them.
   * `file` names the document in errors. Throws ARCHIVE_FORMAT when it is nested too deep.
   */
  static fromEncoded(json: JsonObject, file = 'The value tree'): ValueTree {
    const tree = new ValueTree()
    tree.#file = file
    for (const [key, value] of Object.entries(json)) tree.#root.set(unescapeKey(key), grow(value, file, 1))
    return tree
  }

  /**
   * Sets a value, making the subtrees above it; what was there before is replaced, a whole subtree as well.
   * Gives the value as tagged JSON, shared with the tree. Costs its own size, not the tree's.
   * Throws VALUE_KEY, VALUE_BELOW_LEAF, VALUE_UNSERIALISABLE.
   */
  set(key: string, value: unknown): JsonValue {
    const segments = splitValueKey(key)
    const json = this.#mask(encodeValue(value, key, segments.length), key)
    this.#put(key, segments, plant(json, key))
    return json
  }

  /** Sets several values, one after the other; where one is refused, none is set. Gives and throws what `set` does. */
  setAll(entries: readonly (readonly [key: string, value: unknown])[]): readonly (readonly [key: string, json: JsonValue])[] {
    const undo: (() => void)[] = []
    try {
      return entries.map(([key, value]) => {
        const segments = splitValueKey(key)
        const json = this.#mask(encodeValue(value, key, segments.length), key)
        undo.push(this.#put(key, segments, plant(json, key)))
        return [key, json] as const
      })
    } catch (error) {
      for (const takeBack of undo.toReversed()) takeBack()
      throw error
    }
  }

  /** Sets a value that is encoded already, e.g. in a journal. Throws VALUE_KEY, VALUE_BELOW_LEAF. */
  setEncoded(key: string, json: JsonValue): void {
    this.#put(key, splitValueKey(key), plant(json, key))
  }

  /** The value, or the whole subtree as plain objects; undefined when there is none. Throws ARCHIVE_FORMAT for a damaged one. */
  get(key: string): unknown {
    const node = this.#find(key)
    if (node === undefined) return undefined
    return node instanceof Leaf ? this.#decode(node, String(key)) : this.#read(node, `${key}/`)
  }

  has(key: string): boolean {
    return this.#find(key) !== undefined
  }

  /** The keys of all values, `a/b/c`, and those of the subtrees above them. */
  keys(): readonly string[] {
    return keysBelow(this.#root, '')
  }

  /** The whole tree as plain objects, with an UnreadableValue in place of each damaged value. */
  toObject(): Record<string, unknown> {
    return this.#read(this.#root, '')
  }

  /** The whole tree as tagged JSON, what `experiment_data.json` holds. */
  get encoded(): JsonObject {
    return writeSubtree(this.#root)
  }

  #decode({ json }: Leaf, key: string): unknown {
    return decodeValue(json, `${this.#file}, value ${JSON.stringify(key)}`)
  }

  #read(subtree: Subtree, above: string): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    for (const [key, node] of subtree) {
      const path = `${above}${key}`
      defineOwn(object, key, node instanceof Leaf ? this.#decodeIfReadable(node, path) : this.#read(node, `${path}/`))
    }
    return object
  }

  #decodeIfReadable(leaf: Leaf, key: string): unknown {
    try {
      return this.#decode(leaf, key)
    } catch (error) {
      if (error instanceof RunlabError) return new UnreadableValue(error.message)
      throw error
    }
  }

  #find(key: string): Node | undefined {
    let node: Node | undefined = this.#root
    for (const segment of String(key).split('/')) {
      if (!(node instanceof Map)) return undefined
      node = node.get(segment)
    }
    return node
  }

  /** Gives what takes it back, unless something else is put meanwhile. */
  #put(key: string, segments: readonly string[], node: Node): () => void {
    const above = segments.slice(0, -1)
    const last = segments.at(-1)
    if (last === undefined) return () => undefined
    if (segments.length > DEEPEST) throw runlabError('VALUE_KEY', { key, reason: `it has more than ${DEEPEST} levels` })
    this.#refuseLeafAbove(key, above)
    let subtree = this.#root
    let takeBack: (() => void) | undefined
    for (const segment of above) {
      const child = subtree.get(segment)
      if (child instanceof Map) {
        subtree = child
        continue
      }
      takeBack ??= undoOf(subtree, segment)
      subtree.set(segment, (subtree = new Map()))
    }
    takeBack ??= undoOf(subtree, last)
    subtree.set(last, node)
    return takeBack
  }

  #refuseLeafAbove(key: string, above: readonly string[]): void {
    let node: Node | undefined = this.#root
    for (const [level, segment] of above.entries()) {
      node = node.get(segment)
      if (node === undefined) return
      if (node instanceof Leaf) throw runlabError('VALUE_BELOW_LEAF', { key, leaf: above.slice(0, level + 1).join('/') })
    }
  }
}

/** Puts back what a subtree has at a key now. */
function undoOf(subtree: Subtree, key: string): () => void {
  const before = subtree.get(key)
  return () => void (before === undefined ? subtree.delete(key) : subtree.set(key, before))
}

/** The nodes of a value that was set at a key. Throws VALUE_KEY for a key of an object that no address could reach. */
function plant(json: JsonValue, at: string): Node {
  if (isLeaf(json)) return new Leaf(json)
  const subtree: Subtree = new Map()
  for (const [written, value] of Object.entries(json)) {
    const key = unescapeKey(written)
    checkSubtreeKey(key, at)
    subtree.set(key, isLeaf(value) ? new Leaf(value) : plant(value, `${at}/${key}`))
  }
  return subtree
}

/** The nodes of a part of a document. */
function grow(json: JsonValue, file: string, depth: number): Node {
  if (isLeaf(json)) return new Leaf(json)
  if (depth > DEEPEST) throw runlabError('ARCHIVE_FORMAT', { file, reason: `it is nested deeper than ${DEEPEST} levels` })
  const subtree: Subtree = new Map()
  for (const [key, value] of Object.entries(json)) subtree.set(unescapeKey(key), grow(value, file, depth + 1))
  return subtree
}

function isLeaf(json: JsonValue): json is Exclude<JsonValue, JsonObject> {
  return typeof json !== 'object' || json === null || isJsonArray(json) || Object.hasOwn(json, TAG)
}

function keysBelow(subtree: Subtree, above: string): readonly string[] {
  return Array.from(subtree).flatMap(([key, node]) => [
    `${above}${key}`,
    ...(node instanceof Map ? keysBelow(node, `${above}${key}/`) : []),
  ])
}

function writeSubtree(subtree: Subtree): JsonObject {
  const json: Record<string, JsonValue> = {}
  for (const [key, node] of subtree) defineOwn(json, escapeKey(key), node instanceof Leaf ? node.json : writeSubtree(node))
  return json
}

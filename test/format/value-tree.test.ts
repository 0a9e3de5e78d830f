import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/format/json-value.ts'
import { UnreadableValue } from '../../src/format/unreadable-value.ts'
import { ValueTree } from '../../src/format/value-tree.ts'

function treeOf(values: Readonly<Record<string, unknown>>): ValueTree {
  const tree = new ValueTree()
  for (const [key, value] of Object.entries(values)) tree.set(key, value)
  return tree
}

const coded = (code: string, text = ''): unknown => expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('addresses', () => {
  test('a key with slashes makes the subtrees above it', () => {
    const tree = treeOf({ 'metrics/length/0': 3, 'metrics/length/1': 4, 'metrics/name': 'x' })
    expect(tree.toObject()).toStrictEqual({ metrics: { length: { 0: 3, 1: 4 }, name: 'x' } })
    expect(tree.get('metrics/length')).toStrictEqual({ 0: 3, 1: 4 })
    expect(tree.get('metrics/length/1')).toBe(4)
  })

  test('a plain object is a subtree: its keys are addresses, and more can be set below it', () => {
    const tree = treeOf({ a: { b: { c: 1 } }, 'a/b/d': 2 })
    expect(tree.get('a/b/c')).toBe(1)
    expect(tree.get('a')).toStrictEqual({ b: { c: 1, d: 2 } })
  })

  test('arrays and special values are leaves, whatever they hold', () => {
    const tree = treeOf({ list: [{ a: 1 }], map: new Map([['a', 1]]), when: new Date(0) })
    expect(tree.get('list/0')).toBeUndefined()
    expect(tree.has('map/a')).toBe(false)
    expect(tree.get('list')).toStrictEqual([{ a: 1 }])
    expect(tree.get('map')).toStrictEqual(new Map([['a', 1]]))
  })

  test('what is not there is undefined', () => {
    const tree = treeOf({ 'a/b': 1 })
    for (const key of ['b', 'a/c', 'a/b/c', '', '/', 'a/', '/a', 'constructor', 'a/toString', '__proto__']) {
      expect(tree.get(key)).toBeUndefined()
      expect(tree.has(key)).toBe(false)
    }
  })

  test('a value that is undefined or null is there', () => {
    const tree = treeOf({ u: undefined, n: null })
    expect(tree.has('u')).toBe(true)
    expect(tree.get('n')).toBeNull()
    expect(tree.toObject()).toStrictEqual({ u: undefined, n: null })
  })

  test.each(['', '/', '/a', 'a/', 'a//b', '__proto__', 'a/__proto__/b'])('the key "%s" is refused', (key) => {
    const tree = new ValueTree()
    expect(() => tree.set(key, 1)).toThrow(coded('VALUE_KEY'))
    expect(tree.toObject()).toStrictEqual({})
  })

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a value that cannot be archived', { 'b/c': 1, b: 2, d: () => 1 }, 'VALUE_UNSERIALISABLE'],
    ['a key below a value that comes before it', { a: 5, 'a/b': 6 }, 'VALUE_BELOW_LEAF'],
    ['a key that no address has', { 'new/deep/er': 1, '': 2 }, 'VALUE_KEY'],
  ])('several values are set, or none: %s', (_what, values, code) => {
    const tree = new ValueTree()
    tree.set('b/x', [1])
    const before = JSON.stringify(tree.encoded)
    expect(() => tree.setAll(Object.entries(values))).toThrow(expect.objectContaining({ code }))
    expect(JSON.stringify(tree.encoded)).toBe(before)
    expect(
      tree.setAll([
        ['a/b', 1],
        ['a', 2],
      ]),
    ).toEqual([
      ['a/b', 1],
      ['a', 2],
    ])
    expect(tree.toObject()).toEqual({ b: { x: [1] }, a: 2 })
  })

  test('a key that is no text is refused', () => {
    expect(() => Reflect.apply(ValueTree.prototype.set, new ValueTree(), [5, 1])).toThrow(coded('VALUE_KEY', 'not a string'))
  })

  test('keys with slashes, empty keys and __proto__ in an object are refused, and nothing is set', () => {
    const tree = treeOf({ kept: 1 })
    expect(() => tree.set('a', { b: { 'c/d': 1 } })).toThrow(coded('VALUE_KEY', 'in the object at "a/b"'))
    expect(() => tree.set('a', { '': 1 })).toThrow(coded('VALUE_KEY'))
    expect(() => tree.set('a', JSON.parse('{"__proto__":{"x":1}}'))).toThrow(coded('VALUE_KEY'))
    expect(tree.toObject()).toStrictEqual({ kept: 1 })
  })

  test('inside of a leaf, keys may hold slashes', () => {
    expect(treeOf({ rows: [{ 'a/b': 1 }] }).get('rows')).toStrictEqual([{ 'a/b': 1 }])
  })

  test("a user's own $runlab key is an address like any other", () => {
    const tree = treeOf({ 'a/$runlab': 1, b: { $runlab: { $$runlab: 2 } } })
    expect(tree.get('a/$runlab')).toBe(1)
    expect(tree.get('b/$runlab/$$runlab')).toBe(2)
    expect(tree.encoded).toStrictEqual({ a: { $$runlab: 1 }, b: { $$runlab: { $$$runlab: 2 } } })
    expect(ValueTree.fromEncoded(tree.encoded).toObject()).toStrictEqual(tree.toObject())
  })

  test('names of built-in properties are ordinary keys', () => {
    const tree = treeOf({ 'constructor/name': 1, toString: 2 })
    expect(tree.get('constructor')).toStrictEqual({ name: 1 })
    expect(tree.get('toString')).toBe(2)
  })
})

describe('setting again', () => {
  test('replaces a leaf', () => {
    const tree = treeOf({ a: 1 })
    tree.set('a', [2])
    expect(tree.get('a')).toStrictEqual([2])
  })

  test('replaces a whole subtree by an object or a leaf', () => {
    const tree = treeOf({ 'a/b': 1, 'a/c': 2, 'x/y': 3 })
    tree.set('a', { d: 4 })
    tree.set('x', 5)
    expect(tree.toObject()).toStrictEqual({ a: { d: 4 }, x: 5 })
  })

  test('below a leaf is refused, names the leaf, and changes nothing', () => {
    const tree = treeOf({ 'a/b': [1] })
    expect(() => tree.set('a/b/c/d', 1)).toThrow(coded('VALUE_BELOW_LEAF', '"a/b" holds a value'))
    expect(() => tree.set('a/b/0', 1)).toThrow(coded('VALUE_BELOW_LEAF'))
    expect(tree.toObject()).toStrictEqual({ a: { b: [1] } })
  })

  test('an empty object is an empty subtree, with room below', () => {
    const tree = treeOf({ a: {} })
    expect(tree.get('a')).toStrictEqual({})
    tree.set('a/b', 1)
    expect(tree.get('a')).toStrictEqual({ b: 1 })
  })

  test('what cannot be kept is refused with its place and leaves what was there', () => {
    const tree = treeOf({ 'metrics/a': 1 })
    expect(() => tree.set('metrics/a', [0, 0, 0, { b: () => 1 }])).toThrow(coded('VALUE_UNSERIALISABLE', 'at metrics/a[3].b'))
    expect(tree.get('metrics/a')).toBe(1)
  })

  test('a key and a value that are too deep together are refused', () => {
    const tree = new ValueTree()
    let deep: unknown = 1
    for (let i = 0; i < 400; i++) deep = { k: deep }
    tree.set('a', deep)
    expect(() => tree.set(Array.from({ length: 200 }, () => 'k').join('/'), deep)).toThrow(coded('VALUE_UNSERIALISABLE'))
    expect(() => tree.set(Array.from({ length: 2000 }, () => 'k').join('/'), 1)).toThrow(coded('VALUE_KEY', 'levels'))
  })
})

describe('copies', () => {
  test('changing a value after it was set changes nothing', () => {
    const list = [1]
    const bytes = Uint8Array.of(1)
    const when = new Date(0)
    const tree = treeOf({ list, bytes, when, object: { list } })
    list.push(2)
    bytes[0] = 9
    when.setTime(5)
    expect(tree.toObject()).toStrictEqual({ list: [1], bytes: Uint8Array.of(1), when: new Date(0), object: { list: [1] } })
  })

  test('changing what was read changes nothing', () => {
    const tree = treeOf({ 'a/list': [1] })
    const list: unknown = tree.get('a/list')
    if (Array.isArray(list)) list.push(2)
    const all = tree.toObject()
    all['a'] = 1
    expect(tree.toObject()).toStrictEqual({ a: { list: [1] } })
  })
})

describe('as a document', () => {
  test('a tree comes back from its encoding', () => {
    const tree = treeOf({ 'a/b': Number.NaN, 'a/c': { d: new Map([[1, { e: undefined }]]) }, list: [new Date(1)], empty: {} })
    const text = JSON.stringify(tree.encoded)
    const parsed: JsonObject = JSON.parse(text)
    const back = ValueTree.fromEncoded(parsed)
    expect(back.toObject()).toStrictEqual(tree.toObject())
    expect(JSON.stringify(back.encoded)).toBe(text)
    expect(back.get('a/c/d')).toStrictEqual(new Map([[1, { e: undefined }]]))
  })

  test('what set returns can be set elsewhere, as a journal does', () => {
    const tree = new ValueTree()
    const copy = new ValueTree()
    for (const [key, value] of Object.entries({ 'a/b': [1n], c: { d: { $runlab: 1 }, e: new Date(0) } })) {
      copy.setEncoded(key, tree.set(key, value))
    }
    expect(copy.toObject()).toStrictEqual(tree.toObject())
    expect(() => copy.setEncoded('a/b/c', 1)).toThrow(coded('VALUE_BELOW_LEAF'))
  })

  test('keys that set would refuse are kept, and prototypes left alone', () => {
    const document: JsonObject = JSON.parse(
      '{ "a": { "b/c": 1, "": 2, "__proto__": { "polluted": 1 } }, "__proto__": { "polluted": 1 } }',
    )
    const values = ValueTree.fromEncoded(document).toObject()
    expect(JSON.stringify(values)).toBe(JSON.stringify(document))
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(JSON.stringify(ValueTree.fromEncoded(document).encoded)).toBe(JSON.stringify(document))
  })

  test('a damaged value makes no other one unreadable; the error names file and key', () => {
    const tree = ValueTree.fromEncoded({ good: 1, a: { bad: { $runlab: 'RegExp', value: ['***', ''] }, fine: 'x' } }, 'x.json')
    const { good, a } = tree.toObject() as { good: number; a: { bad: unknown; fine: string } }
    expect([good, a.fine]).toEqual([1, 'x'])
    expect(a.bad).toBeInstanceOf(UnreadableValue)
    expect(String(a.bad)).toMatch(/x\.json, value "a\/bad".*"RegExp"/)
    expect(JSON.stringify(a)).toContain('UnreadableValue: ')
    expect(tree.get('a')).toMatchObject({ fine: 'x' })
    expect(() => tree.get('a/bad')).toThrow(coded('ARCHIVE_FORMAT', 'value "a/bad"'))
  })

  test('a document that is nested too deep is refused', () => {
    const document: JsonObject = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)
    expect(() => ValueTree.fromEncoded(document, 'x.json')).toThrow(coded('ARCHIVE_FORMAT', 'x.json'))
  })

  test('a tree of 100,000 leaves takes as many sets', () => {
    const tree = new ValueTree()
    for (let i = 0; i < 100_000; i++) tree.set(`a/${i % 100}/${i}`, i)
    expect(tree.get('a/99/99999')).toBe(99_999)
    expect(Object.keys(Object(tree.get('a/7')))).toHaveLength(1000)
  })
})

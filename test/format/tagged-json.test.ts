import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { RunlabError } from '../../src/errors.ts'
import type { JsonValue } from '../../src/format/json-value.ts'
import { decodeValue, encodeValue } from '../../src/format/tagged-json.ts'

function roundTrip(value: unknown): unknown {
  const parsed: JsonValue = JSON.parse(JSON.stringify(encodeValue(value)))
  return decodeValue(parsed)
}

function refusal(action: () => unknown): { code: string; message: string } {
  try {
    action()
  } catch (error) {
    if (error instanceof RunlabError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('nothing was thrown')
}

test('half a letter comes back, and is no half of one in JSON', () => {
  const value = { cut: 'a\uD83D', list: ['\uDE00'], whole: '😀' }
  const encoded = encodeValue(value)
  expect(JSON.stringify(encoded)).not.toContain('\\ud')
  expect(decodeValue(encoded)).toEqual(value)
  expect(() => encodeValue({ '\uD83D': 1 })).toThrow(expect.objectContaining({ code: 'VALUE_KEY' }))
})

describe('special values come back as they went in', () => {
  const values: Record<string, unknown> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
    '-0': -0,
    undefined: undefined,
    'a date': new Date('2026-11-23T15:24:12.345Z'),
    'a date before the year 0': new Date(-1e15),
    'a BigInt': -(2n ** 200n),
    'a map': new Map<unknown, unknown>([
      ['a', 1],
      [{ b: 2 }, new Date(0)],
      [Number.NaN, undefined],
    ]),
    'a set': new Set<unknown>([1, 'a', new Map([['x', new Set([1n])]])]),
    'an ArrayBuffer': Uint8Array.of(1, 2, 255).buffer,
    'a RegExp': /a\/b"?/giu,
    'a URL': new URL('https://example.org/a?b=c#d'),
    'an empty array': [],
    'an empty object': {},
    null: null,
    'text with every kind of character': '\u0000"\\\u2028é😀',
    Int8Array: Int8Array.of(-128, 127),
    Uint8Array: Uint8Array.of(0, 255),
    Uint8ClampedArray: Uint8ClampedArray.of(0, 255),
    Int16Array: Int16Array.of(-32768, 32767),
    Uint16Array: Uint16Array.of(1, 65535),
    Int32Array: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
    Uint32Array: Uint32Array.of(1, 2 ** 32 - 1),
    Float32Array: Float32Array.of(1.5, Number.NaN, -0),
    Float64Array: Float64Array.of(Math.PI, Number.NEGATIVE_INFINITY),
    BigInt64Array: BigInt64Array.of(-(2n ** 63n)),
    BigUint64Array: BigUint64Array.of(2n ** 64n - 1n),
    'an empty Float64Array': new Float64Array(0),
  }
  test.each(Object.entries(values))('%s', (_name, value) => {
    expect(roundTrip(value)).toStrictEqual(value)
    expect(roundTrip({ deep: [{ a: value }] })).toStrictEqual({ deep: [{ a: value }] })
  })

  test('an invalid date stays an invalid date', () => {
    const back = roundTrip(new Date(Number.NaN))
    expect(back).toBeInstanceOf(Date)
    expect(back instanceof Date && back.getTime()).toBeNaN()
  })

  test('a typed array that is a window on a larger buffer keeps its elements only', () => {
    expect(roundTrip(new Uint16Array(Uint16Array.of(1, 2, 3, 4).buffer, 2, 2))).toStrictEqual(Uint16Array.of(2, 3))
  })

  test('a Buffer comes back as a Uint8Array', () => {
    expect(roundTrip(Buffer.from('abc'))).toStrictEqual(Uint8Array.of(97, 98, 99))
  })

  test('typed arrays are written in little-endian base64', () => {
    expect(encodeValue(Uint16Array.of(0x0102))).toStrictEqual({ $runlab: 'Uint16Array', value: 'AgE=' })
  })

  test('values of another realm are recognised', () => {
    const foreign: unknown = runInNewContext(
      '({ when: new Date(5), map: new Map([[1, 2]]), list: [1], bytes: Uint8Array.of(7) })',
    )
    expect(roundTrip(foreign)).toEqual({ when: new Date(5), map: new Map([[1, 2]]), list: [1], bytes: Uint8Array.of(7) })
  })

  test('holes of an array come back as undefined', () => {
    // oxlint-disable-next-line no-sparse-arrays
    expect(roundTrip([1, , 3])).toStrictEqual([1, undefined, 3])
  })
})

describe('plain data', () => {
  test('is written as plain JSON', () => {
    const data = { a: [1, 'x', true, null, { b: 1.5 }], constructor: 'c', toString: 1 }
    expect(encodeValue(data)).toStrictEqual(data)
  })

  test("a user's own key that looks like the tag comes back, however many dollars it has", () => {
    const data = { $runlab: 'Date', $$runlab: 1, $$$runlab: { $runlab: 'x' }, runlab: 2, '$runlab ': 3 }
    expect(JSON.parse(JSON.stringify(encodeValue(data)))).toMatchObject({ $$runlab: 'Date', $$$runlab: 1 })
    expect(roundTrip(data)).toStrictEqual(data)
  })

  test('random nested data comes back as it went in', () => {
    let state = 7
    const draw = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648
      return Math.floor((state / 2147483648) * below)
    }
    const make = (depth: number): unknown => {
      const kind = draw(depth > 4 ? 8 : 12)
      const some = Array.from({ length: draw(4) })
      const scalars = [null, draw(100) / 7, -0, Number.NaN, `t${draw(9)}`, undefined, BigInt(draw(1e9)), new Date(draw(1e9))]
      if (kind < 8) return scalars[kind]
      if (kind === 8) return some.map(() => make(depth + 1))
      if (kind === 9) return new Map(some.map(() => [make(depth + 1), make(depth + 1)]))
      if (kind === 10) return new Set(some.map(() => make(depth + 1)))
      return Object.fromEntries(some.map(() => [`${'$'.repeat(draw(3))}${draw(2) ? 'runlab' : `k${draw(9)}`}`, make(depth + 1)]))
    }
    for (let i = 0; i < 500; i++) {
      const value = make(0)
      expect(roundTrip(value)).toStrictEqual(value)
    }
  })

  test('the result shares nothing with the value', () => {
    const list = [1, { a: 1 }]
    const encoded = encodeValue({ list })
    list.push(2)
    expect(encoded).toStrictEqual({ list: [1, { a: 1 }] })
  })

  test('an object without prototype is plain', () => {
    expect(roundTrip(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 })
  })

  test('the same object twice is no circle', () => {
    const shared = { a: 1 }
    expect(roundTrip([shared, shared])).toStrictEqual([{ a: 1 }, { a: 1 }])
  })

  test('an object with toJSON is what toJSON gives', () => {
    class Money {
      toJSON(): unknown {
        return { amount: Number.NaN }
      }
    }
    expect(roundTrip({ price: new Money() })).toStrictEqual({ price: { amount: Number.NaN } })
  })
})

describe('what cannot be kept is refused with its place', () => {
  class Custom {
    a = 1
  }
  const circle: { self?: unknown } = {}
  circle.self = { again: circle }
  const cases: [string, unknown, string][] = [
    ['a function', { a: [1, 2, 3, { b: () => 1 }] }, 'Cannot keep a function (at metrics.a[3].b).'],
    ['a symbol', { 'two words': Symbol('x') }, 'Cannot keep a symbol (at metrics["two words"]).'],
    ['a promise', Promise.resolve(1), 'Cannot keep a promise (at metrics).'],
    ['a class instance', [new Custom()], 'Cannot keep an instance of Custom (at metrics[0]).'],
    ['an error', { e: new TypeError('x') }, 'Cannot keep an instance of TypeError (at metrics.e).'],
    ['a WeakMap', new WeakMap(), 'Cannot keep an instance of WeakMap (at metrics).'],
    ['a circle', circle, 'Cannot keep a circular reference (at metrics.self.again).'],
    ['something in a map', new Map([['k', { f: () => 1 }]]), 'Cannot keep a function (at metrics.get("k").f).'],
    ['the key of a map', new Map([[() => 1, 1]]), 'Cannot keep a function (at metrics.keys()[0]).'],
    ['something in a set', new Set([1, () => 1]), 'Cannot keep a function (at metrics.values()[1]).'],
    ['a DataView', new DataView(new ArrayBuffer(1)), 'Cannot keep an instance of DataView (at metrics).'],
  ]
  test.each(cases)('%s', (_name, value, message) => {
    expect(refusal(() => encodeValue(value, 'metrics'))).toEqual({ code: 'VALUE_UNSERIALISABLE', message })
  })

  test('a circle through a map, a set, an array or toJSON', () => {
    const map = new Map<string, unknown>()
    map.set('m', [new Set([map])])
    const json = { toJSON: (): unknown => json }
    expect(refusal(() => encodeValue(map)).message).toContain('circular')
    expect(refusal(() => encodeValue(json)).message).toContain('circular')
  })

  test('a toJSON that never comes to an end', () => {
    const endless = (): unknown => ({ toJSON: endless })
    expect(refusal(() => encodeValue(endless())).code).toBe('VALUE_UNSERIALISABLE')
  })

  test('a toJSON that throws, with its error as cause', () => {
    const cause = new Error('no')
    const value = {
      toJSON: () => {
        throw cause
      },
    }
    expect(() => encodeValue(value, 'x')).toThrow(expect.objectContaining({ code: 'VALUE_UNSERIALISABLE', cause }))
  })

  test.each([501, 5000, 200_000])('data nested %d levels deep', (depth) => {
    let list: unknown = 1
    let map: unknown = 1
    for (let i = 0; i < depth; i++) [list, map] = [[list], new Map([['k', map]])]
    expect(refusal(() => encodeValue(list)).message).toContain('nested deeper than 500 levels')
    expect(refusal(() => encodeValue(map)).message).toContain('nested deeper than 500 levels')
  })

  test('but 500 levels are kept', () => {
    let list: unknown = 1
    let map: unknown = 1
    let object: unknown = 1
    for (let i = 0; i < 500; i++) [list, map, object] = [[list], new Map([['k', map]]), { k: object }]
    for (const value of [list, map, object]) {
      const once = JSON.stringify(encodeValue(value))
      const parsed: JsonValue = JSON.parse(once)
      expect(JSON.stringify(encodeValue(decodeValue(parsed)))).toBe(once)
    }
  })

  test('an own key __proto__', () => {
    const evil: unknown = JSON.parse('{ "a": { "__proto__": { "polluted": true } } }')
    expect(refusal(() => encodeValue(evil)).code).toBe('VALUE_KEY')
  })
})

describe('decoding', () => {
  test.each<[string, JsonValue]>([
    ['a kind that runlab does not know', { $runlab: 'Temporal', value: 'x' }],
    ['a kind that is a property of every object', { $runlab: 'constructor', value: 'x' }],
    ['a tag that is no text', { $runlab: 1, value: 'x' }],
    ['a tag with other keys', { $runlab: 'Date', value: null, more: 1 }],
    ['a tag without a value', { $runlab: 'undefined' }],
    ['a date that is none', { $runlab: 'Date', value: 'yesterday' }],
    ['a BigInt that is none', { $runlab: 'BigInt', value: '1.5' }],
    ['a number that is none', { $runlab: 'Number', value: '12' }],
    ['a map that is no list', { $runlab: 'Map', value: {} }],
    ['a map with half an entry', { $runlab: 'Map', value: [[1]] }],
    ['a set that is no list', { $runlab: 'Set', value: 'abc' }],
    ['bytes that do not fill the elements', { $runlab: 'Float64Array', value: 'AAAA' }],
    ['a broken pattern', { $runlab: 'RegExp', value: ['(', ''] }],
    ['a broken URL', { $runlab: 'URL', value: 'not a url' }],
  ])('refuses %s and names the file', (_name, json) => {
    const { code, message } = refusal(() => decodeValue(json, 'results/x/experiment_data.json'))
    expect(code).toBe('ARCHIVE_FORMAT')
    expect(message).toContain('results/x/experiment_data.json')
  })

  test('cannot be used to change prototypes', () => {
    const json: JsonValue = JSON.parse('{ "__proto__": { "polluted": 1 }, "a": { "__proto__": { "polluted": 1 } } }')
    const decoded = decodeValue(json)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
    expect(Object.keys(Object(decoded))).toEqual(['__proto__', 'a'])
  })

  test('refuses a document that is nested too deep', () => {
    const json: JsonValue = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))
    expect(refusal(() => decodeValue(json)).code).toBe('ARCHIVE_FORMAT')
  })

  test('gives something new each time', () => {
    const json = encodeValue({ a: [1], d: new Date(0) })
    expect(decodeValue(json)).not.toBe(decodeValue(json))
    const first = decodeValue(json)
    if (typeof first === 'object' && first !== null && 'a' in first && Array.isArray(first.a)) first.a.push(2)
    expect(decodeValue(json)).toStrictEqual({ a: [1], d: new Date(0) })
  })
})

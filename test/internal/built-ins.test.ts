import { describe, expect, test } from 'vitest'
import { noteUsualChanges, restoreBuiltIns, withBuiltIns } from '../../src/internal/built-ins.ts'
import { firstOf } from '../../src/internal/first-of.ts'
import { isA } from '../../src/internal/is-a.ts'
import { ownJson } from '../../src/internal/own-json.ts'

/** Changes what is built in while something is done. */
function patched<T>(holder: object, properties: Readonly<Record<string, unknown>>, during: () => T): T {
  const before = Object.keys(properties).map((key) => [key, Object.getOwnPropertyDescriptor(holder, key)] as const)
  for (const [key, value] of Object.entries(properties))
    Object.defineProperty(holder, key, { __proto__: null, value, configurable: true, writable: true, enumerable: true } as never)
  try {
    return during()
  } finally {
    for (const [key, descriptor] of before) {
      Reflect.deleteProperty(holder, key)
      if (descriptor !== undefined) Object.defineProperty(holder, key, descriptor)
    }
  }
}

const mine = (): never => {
  throw new Error('mine')
}

describe('what is built in', () => {
  test('is as it was while something is done, and then as the program has it again', () => {
    patched(JSON, { stringify: mine }, () => {
      expect(withBuiltIns(() => JSON.stringify([1]))).toBe('[1]')
      expect(JSON.stringify).toBe(mine)
    })
    const gone = Array.prototype.flatMap
    Reflect.deleteProperty(Array.prototype, 'flatMap')
    const isThere = withBuiltIns(() => [[1]].flatMap((one) => one).length)
    const isGoneAgain = !('flatMap' in Array.prototype)
    Reflect.defineProperty(Array.prototype, 'flatMap', { value: gone, configurable: true, writable: true })
    expect([isThere, isGoneAgain]).toEqual([1, true])
  })

  test('is put back for good, and named', () => {
    const names = patched(String.prototype, { split: mine }, () => {
      const restored = restoreBuiltIns()
      expect('a,b'.split(',')).toEqual(['a', 'b'])
      return restored
    })
    expect(names).toEqual(['String.prototype.split'])
    expect(restoreBuiltIns()).toEqual([])
  })

  test('is put back where it is gone, and left alone where a library has brought its own', () => {
    class Own {}
    const there = Object.getOwnPropertyDescriptor(globalThis, 'URL')
    Reflect.deleteProperty(globalThis, 'URL')
    const names = patched(globalThis, { TextDecoder: Own }, () => [...restoreBuiltIns(), TextDecoder === (Own as never)])
    const isBack = there?.value === URL
    Object.defineProperty(globalThis, 'URL', there as PropertyDescriptor)
    expect([names, isBack]).toEqual([['globalThis.URL', true], true])
  })

  test('is put back, and not named, where it was changed before the run began; settings stay', () => {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 50
    const names = patched(String.prototype, { split: mine }, () => {
      noteUsualChanges()
      return patched(String.prototype, { trim: mine }, restoreBuiltIns)
    })
    noteUsualChanges()
    expect([names, Error.stackTraceLimit]).toEqual([['String.prototype.trim'], 50])
    Error.stackTraceLimit = limit
  })

  test('is found where all objects have got properties that make every descriptor wrong', () => {
    const text = patched(Object.prototype, { get: 1, toJSON: () => 'mine' }, () =>
      withBuiltIns(() => JSON.stringify(Object.defineProperty({}, 'a', { value: 1, enumerable: true }))),
    )
    expect(text).toBe('{"a":1}')
  })

  test('writes JSON without a toJSON that all objects or lists have got', () => {
    for (const holder of [Object.prototype, Array.prototype]) {
      expect(patched(holder, { toJSON: () => 'mine' }, () => ownJson({ a: [1, 'b'] }))).toBe('{"a":[1,"b"]}')
    }
    expect(patched(JSON, { stringify: mine }, () => ownJson([1], 2))).toBe('[\n  1\n]')
  })

  test('lets the first of two promises settle also without Promise.race and then', async () => {
    const settled = patched(Promise, { race: mine }, () =>
      firstOf(Promise.resolve('first'), new Promise<string>(() => undefined)),
    )
    await expect(settled).resolves.toBe('first')
  })
})

test('a Proxy that throws when it is looked at is of no class', () => {
  const hostile = new Proxy({}, { getPrototypeOf: mine })
  expect([isA(hostile, Error), isA(new RangeError('a'), Error)]).toEqual([false, true])
})

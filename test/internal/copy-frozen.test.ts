import { expect, test } from 'vitest'
import { copyFrozen } from '../../src/internal/copy-frozen.ts'

class Model {
  readonly size = 1
}

test('plain data is copied at any depth, and frozen where it can be', () => {
  const original = {
    list: [{ a: 1 }],
    map: new Map([['k', [1]]]),
    set: new Set([1]),
    date: new Date(5),
    bytes: new Uint8Array([1]),
  }
  const copy = copyFrozen(original)
  expect(copy).toStrictEqual(original)
  expect([copy.list, copy.map, copy.set, copy.date, copy.bytes].some((part) => Object.values(original).includes(part))).toBe(
    false,
  )
  expect([copy, copy.list, copy.list[0], copy.map.get('k')].every(Object.isFrozen)).toBe(true)
  expect(Object.isFrozen(original.list)).toBe(false)
})

test('binary data is copied without what lies around it', () => {
  const view = new Uint8Array(new ArrayBuffer(1000), 10, 2)
  const copy = copyFrozen({ view, buffer: new ArrayBuffer(3), text: Buffer.from('ab') })
  expect(copy.view.buffer.byteLength).toBe(2)
  expect(copy.buffer.byteLength).toBe(3)
  expect(copy.text.toString()).toBe('ab')
})

test('circles stay circles', () => {
  const circle: { self?: unknown; map: Map<string, unknown> } = { map: new Map() }
  circle.self = circle
  circle.map.set('self', circle)
  const copy = copyFrozen(circle)
  expect(copy.self).toBe(copy)
  expect(copy.map.get('self')).toBe(copy)
})

test('what is no plain data is handed on', () => {
  const model = new Model()
  const run = (): void => {}
  expect(copyFrozen([model, run])).toEqual([model, run])
  expect(copyFrozen([model])[0]).toBe(model)
  expect(Object.isFrozen(model)).toBe(false)
})

test('a key __proto__ stays a key', () => {
  const copy = copyFrozen(JSON.parse('{"__proto__":{"a":1}}') as object)
  expect(Object.keys(copy)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
})

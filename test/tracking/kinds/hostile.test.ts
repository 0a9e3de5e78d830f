import { describe, expect, test } from 'vitest'
import { Misfit } from '../../../src/tracking/kinds/kind.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { describeTracked } from '../../../src/tracking/kinds/unsupported.ts'
import { Wrapped } from '../../../src/tracking/kinds/wrapped.ts'

const boom = (): never => {
  throw new Error('boom')
}

/** Every way to look at an object throws. */
const TRAPS: ProxyHandler<object> = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((trap) => [trap, boom]))

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function withGetters(...names: string[]): object {
  const object = {}
  for (const name of names) Object.defineProperty(object, name, { get: boom, enumerable: true })
  return object
}

function cyclic(): object {
  const object: Record<string, unknown> = { array: [] }
  object['self'] = object
  return object
}

function deep(levels: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < levels; i++) value = [value]
  return value
}

const NAMES = ['width', 'height', 'data', 'shape', 'samples', 'rate', 'outerHTML', 'tagName', 'toBuffer', 'toJSON', 'then']
const HOSTILE: Readonly<Record<string, unknown>> = {
  'a revoked proxy': revoked({}),
  'a revoked proxy of an array': revoked([]),
  'a revoked proxy of a function': revoked(boom),
  'a proxy that throws': new Proxy({}, TRAPS),
  'a proxy of an array that throws': new Proxy([1, 2], TRAPS),
  'a proxy of a typed array': new Proxy(new Float32Array(2), {}),
  'a proxy that has everything': new Proxy({}, { has: () => true, get: () => boom }),
  'a proxy that gives itself': new Proxy({}, { has: () => true, get: (_target, _key, self: unknown) => self }),
  'an array with a throwing element': Object.defineProperty([1, 2], 1, { get: boom }),
  'an array of revoked proxies': [revoked({}), revoked([])],
  'a record of a revoked proxy': [{ a: revoked({}) }],
  'a cyclic object': cyclic(),
  'no prototype': Object.create(null),
  'a prototype that throws': Object.create(new Proxy({}, TRAPS)),
  'a throwing tag': withGetters('~tracked'),
  'a throwing Symbol.toStringTag': Object.defineProperty({}, Symbol.toStringTag, { get: boom }),
  'an array of a million numbers': new Array(1_000_000).fill(1),
  'a hole of 4 billion': new Array(2 ** 32 - 1),
  'deep nesting': deep(100_000),
  'a huge string': `<${' '.repeat(10_000_000)}svg>`,
  'a huge comment': `<!--${'-->'.repeat(1_000_000)}`,
  'a string of NULs': '\0\0.png',
  'sizes beyond all': { data: new Uint8Array(4), width: Number.MAX_VALUE, height: Number.NaN },
  'a detached ArrayBuffer': detached(),
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8)
  structuredClone(buffer, { transfer: [buffer] })
  return buffer
}

const registry = new KindRegistry()
const kinds = registry.names().flatMap((name) => registry.get(name) ?? [])

describe('what throws when it is looked at', () => {
  const values = [...Object.entries(HOSTILE), ...NAMES.map((name): [string, unknown] => [`a getter ${name}`, withGetters(name)])]

  test.each(values)('makes no kind throw: %s', (_title, value) => {
    for (const kind of kinds) expect(typeof kind.accepts(value)).toBe('boolean')
    expect(typeof describeTracked(value)).toBe('string')
    registry.find(value)
  })

  test.each(values)('is written, or is a Misfit, never another error: %s', (title, value) => {
    if (title.includes('a million') || title.includes('4 billion')) return
    for (const kind of kinds) {
      try {
        kind.write(new Wrapped(kind.name, value), { cwd: '/nowhere' })
      } catch (error) {
        expect(error).toBeInstanceOf(Misfit)
      }
    }
  })

  test('is in the message of the Misfit', () => {
    const write = (): unknown => registry.get('json')?.write(withGetters('a'), { cwd: '/' })
    expect(write).toThrow('looking at it threw "boom"')
  })
})

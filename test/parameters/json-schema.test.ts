import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parameterJsonSchema } from '../../src/parameters/json-schema.ts'
import { param } from '../../src/parameters/param.ts'
import type { ParameterSpec } from '../../src/parameters/parameter-spec.ts'
import { compileParameters } from '../../src/parameters/schema.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
const PLACE = { folder: '/configs', fileExists: () => true }

function specOf(definition: unknown): ParameterSpec {
  const spec = compileParameters({ x: definition }).specs.get('x')
  if (spec === undefined) throw new Error('There is no such parameter.')
  return spec
}

/** Definition, data that a config may give it with what is read, and data that it may not. */
const KINDS: readonly (readonly [
  kind: string,
  definition: unknown,
  good: readonly (readonly [unknown, unknown])[],
  bad: readonly unknown[],
])[] = [
  [
    'number',
    param.number(1),
    [
      [1.5, 1.5],
      [-3, -3],
    ],
    ['1', true, null, [1]],
  ],
  [
    'number with bounds',
    param.number(1, { min: 0, max: 2 }),
    [
      [0, 0],
      [2, 2],
    ],
    [-0.1, 2.1],
  ],
  ['integer', param.integer(1, { min: 1 }), [[7, 7]], [1.5, 0, '7']],
  ['boolean', param.boolean(false), [[true, true]], ['yes', 1, null]],
  [
    'string',
    param.string('a'),
    [
      ['', ''],
      ['10', '10'],
    ],
    [10, true],
  ],
  [
    'string with bounds',
    param.string('ab', { pattern: /^[a-z]+$/, minLength: 2, maxLength: 3 }),
    [['abc', 'abc']],
    ['a', 'abcd', 'a1'],
  ],
  [
    'choice',
    param.choice(['adam', 'sgd', 3]),
    [
      ['sgd', 'sgd'],
      [3, 3],
    ],
    ['SGD', 4, null],
  ],
  [
    'list',
    param.list([64, 32], { min: 1, max: 3 }),
    [
      [
        [1, 2],
        [1, 2],
      ],
    ],
    [[], [1, 2, 3, 4], ['a'], 5, [[1]]],
  ],
  [
    'list of lists',
    param.list([], { of: param.list([1]) }),
    [
      [
        [[1], [2, 3]],
        [[1], [2, 3]],
      ],
    ],
    [[1], [['a']]],
  ],
  [
    'list of anything',
    param.list([]),
    [
      [
        [1, 'a', null],
        [1, 'a', null],
      ],
    ],
    ['a'],
  ],
  ['list of dates', param.list([new Date(0)]), [[['2026-11-23'], [new Date('2026-11-23')]]], [[1], ['soon']]],
  ['json object', param.json({ depth: 3 }), [[{ a: [1] }, { a: [1] }]], [[1], 'a', null]],
  ['json array', param.json([[1], 'a']), [[[{}], [{}]]], [{}, 'a']],
  [
    'json of any shape',
    param.json(null),
    [
      [null, null],
      ['a', 'a'],
      [{ a: 1 }, { a: 1 }],
    ],
    [],
  ],
  [
    'optional',
    param.optional(param.integer(1, { min: 1 })),
    [
      [7, 7],
      [null, null],
    ],
    [0, '7', ''],
  ],
  ['path', param.path('./words.txt'), [['./w.txt', '/configs/w.txt']], ['', 5]],
  ['list of paths', param.list([], { of: param.path('.') }), [[['./w.txt'], ['/configs/w.txt']]], [[''], './w.txt']],
  ['secret', param.secret({ env: 'KEY' }), [['k', 'k']], [5, null]],
  [
    'date',
    new Date(0),
    [
      ['2026-11-23', new Date('2026-11-23')],
      ['2026-11-23T15:24:12Z', new Date('2026-11-23T15:24:12Z')],
    ],
    ['soon', 2026, '2026-11-23x'],
  ],
  [
    'bigint',
    1n,
    [
      [5, 5n],
      ['12345678901234567890', 12345678901234567890n],
      ['5n', 5n],
    ],
    [1.5, 'five', true],
  ],
  ['typed array', new Float32Array([1]), [[[1, 0.5], new Float32Array([1, 0.5])]], [['a'], 1]],
  ['typed array of integers', new Uint8Array([1]), [[[1, 255], new Uint8Array([1, 255])]], [['a']]],
  ['typed array of bigints', new BigInt64Array([1n]), [[[1, '2'], new BigInt64Array([1n, 2n])]], [[1.5]]],
  ['schema', param.schema(z.object({ a: z.number() }), { a: 1 }), [[{ a: 2 }, { a: 2 }]], []],
]

describe('a config gives a parameter of the kind', () => {
  test.each(KINDS)('%s what it reads, and its JSON Schema says the same', async (_, definition, good, bad) => {
    const spec = specOf(definition)
    const schema = parameterJsonSchema(spec)
    expect(ajv.validateSchema(schema)).toBe(true)
    const validate = ajv.compile(schema)
    for (const [data, value] of good) {
      expect([data, await spec.readData(data, PLACE)]).toMatchObject([data, { ok: true, value }])
      expect([data, validate(data)]).toEqual([data, true])
    }
    for (const data of bad) {
      expect([data, await spec.readData(data, PLACE)]).toMatchObject([
        data,
        { ok: false, problem: { code: 'PARAMETER_INVALID' } },
      ])
      expect([data, validate(data)]).toEqual([data, false])
    }
    expect(validate('x-${VAR}')).toBe(true)
  })

  test('covers every kind there is', () => {
    const covered = new Set(KINDS.map(([kind]) => kind))
    expect(Object.keys(param).filter((kind) => !covered.has(kind) && kind !== 'json')).toEqual([])
  })
})

describe('what JSON Schema cannot say', () => {
  const read = async (definition: unknown, data: unknown) => await specOf(definition).readData(data, PLACE)

  test('is left to reading', async () => {
    expect(await read(new Uint8Array([1]), [256])).toMatchObject({ ok: false })
    expect(await read(param.integer(1), 2 ** 53)).toMatchObject({ ok: false })
    expect(await read(param.schema(z.number(), 1), 'a')).toMatchObject({ ok: false })
    expect(await read(new Date(0), '2026-02-30')).toMatchObject({ ok: false })
  })

  test('are integers that no number holds: exact where they can be, else the nearest number', async () => {
    expect(await read(1n, 12345678901234567890n)).toEqual({ ok: true, value: 12345678901234567890n })
    expect(await read(param.list([1n]), [9007199254740993n])).toEqual({ ok: true, value: [9007199254740993n] })
    expect(await read(param.number(1), 10n ** 30n)).toEqual({ ok: true, value: 1e30 })
    expect(await read(param.number(1, { max: 10 }), 10n ** 30n)).toMatchObject({ ok: false })
    expect(await read(param.integer(1), 10n ** 30n)).toMatchObject({ ok: false })
    expect(await read(param.json({}), { id: 9007199254740993n })).toEqual({ ok: true, value: { id: 9007199254740993n } })
  })

  test('are NaN and infinite numbers', async () => {
    expect(await read(param.number(1), Number.NaN)).toEqual({ ok: true, value: Number.NaN })
    expect(await read(param.number(1, { min: 0 }), Number.POSITIVE_INFINITY)).toEqual({
      ok: true,
      value: Number.POSITIVE_INFINITY,
    })
    const choice = parameterJsonSchema(specOf(param.choice([1, Number.POSITIVE_INFINITY, 'a'])))
    expect(ajv.compile(choice)(1)).toBe(true)
    expect(JSON.parse(JSON.stringify(choice))).toEqual(choice)
  })

  test('are flags of patterns, and patterns that are wrong with u', () => {
    const patternOf = (pattern: RegExp) => JSON.stringify(parameterJsonSchema(specOf(param.string('a', { pattern }))))
    expect(patternOf(/^a/i)).not.toContain('^a')
    expect(patternOf(new RegExp(String.raw`a\-?`))).not.toContain('a\\\\-')
    expect(patternOf(/^\p{L}/u)).toContain('^\\\\p{L}')
    expect(patternOf(/^a/g)).toContain('^a')
  })

  test('are maps and sets, which only code can give', async () => {
    for (const value of [new Map([['a', 1]]), new Set([1])]) {
      expect(await read(value, { a: 1 })).toMatchObject({
        ok: false,
        problem: { message: expect.stringContaining('given by code') },
      })
      const validate = ajv.compile(parameterJsonSchema(specOf(value)))
      expect([validate({ a: 1 }), validate([1])]).toEqual([false, false])
    }
  })

  test('is what a word was meant to be', async () => {
    for (const [word, meant] of [
      ['yes', 'true'],
      ['Off', 'false'],
      ['treu', 'true'],
    ]) {
      expect(await read(param.boolean(false), word)).toMatchObject({ problem: { hint: `Did you mean ${meant}?` } })
    }
  })
})

describe('the default of a parameter', () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  test.each<[string, unknown, unknown]>([
    ['a number', 3, 3],
    ['NaN', Number.NaN, undefined],
    ['a text', 'a', 'a'],
    ['a list', [1, 2], [1, 2]],
    ['a list with what JSON has not', [1, Number.NaN], undefined],
    ['an object', { a: { b: null } }, { a: { b: null } }],
    ['an object with what JSON has not', { a: [new Set([1])] }, undefined],
    ['a date', new Date('2026-11-23'), '2026-11-23T00:00:00.000Z'],
    ['a bigint', 5n, 5],
    ['a large bigint', 9007199254740993n, '9007199254740993'],
    ['a typed array', new Int8Array([1, -1]), [1, -1]],
    ['a choice', param.choice(['a', 'b'], { default: 'b' }), 'b'],
    ['a path', param.path('./words.txt'), './words.txt'],
    ['a map', new Map([[1, 2]]), undefined],
    ['a secret', param.secret({ env: 'KEY' }), undefined],
    ["a schema's", param.schema(z.any(), 'a'), 'a'],
    ['a circle', param.schema(z.any(), circular), undefined],
  ])('is told where JSON has it: %s', (_, definition, expected) => {
    const schema = parameterJsonSchema(specOf(definition))
    expect(schema['default']).toEqual(expected)
    expect('default' in schema).toBe(expected !== undefined)
  })

  test('is none where it is computed', () => {
    const spec = compileParameters({}, { twice: () => 2 }).specs.get('twice')
    expect(spec && parameterJsonSchema(spec)).toEqual({})
  })
})

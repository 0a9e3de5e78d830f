import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { param } from '../../src/parameters/param.ts'
import { resolveParameters } from '../../src/parameters/resolve.ts'
import { compileParameters } from '../../src/parameters/schema.ts'
import type { StandardSchema } from '../../src/parameters/standard-schema.ts'
import { CONTEXT, errorOf, problemsOf, readValue, resolveAll } from './resolving.ts'

class Model {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Answers later. */
const even: StandardSchema<number, number> = {
  '~standard': {
    version: 1,
    vendor: 'hand',
    validate: async (value) =>
      typeof value === 'number' && value % 2 === 0
        ? { value: value * 10 }
        : { issues: [{ message: 'not even', path: ['a', { key: 0 }] }] },
  },
}

describe('layers', () => {
  test('without any give the defaults', async () => {
    const { values, entries } = await resolveAll({ parameters: { n: 1, label: 'x' } })
    expect(values).toEqual({ n: 1, label: 'x' })
    expect(entries.map(({ source, isDefault }) => [source, isDefault])).toEqual([
      ['default', true],
      ['default', true],
    ])
  })

  test('replace what is below them', async () => {
    const parameters = { a: 1, b: 1, c: 1, sizes: [1] }
    const { values, entries } = await resolveAll({
      parameters,
      code: { b: 2, c: 2, sizes: [2] },
      texts: { c: '3', sizes: ['3', '4'] },
    })
    expect(values).toEqual({ a: 1, b: 2, c: 3, sizes: [3, 4] })
    expect(entries.map(({ source }) => source)).toEqual(['default', 'code', 'command line', 'command line'])
  })

  test('that set the default are told from others, wherever they come from', async () => {
    const parameters = { n: 1, sizes: [1], file: param.path('a'), even: param.schema(even, 2) }
    const code = { n: 1, sizes: [1], file: '/home/ada/project/experiments/a', even: 2 }
    const isDefault = async (given: typeof code): Promise<boolean[]> =>
      (await resolveAll({ parameters, code: given })).entries.map((entry) => entry.isDefault)
    expect(await isDefault(code)).toEqual([true, true, true, true])
    expect(await isDefault({ n: 2, sizes: [2], file: 'a', even: 4 })).toEqual([false, false, false, false])
  })

  test('set nothing by undefined', async () => {
    const { values } = await resolveAll({ parameters: { n: 1 }, code: { n: undefined } })
    expect(values).toEqual({ n: 1 })
  })

  test('may be overruled where they are wrong', async () => {
    const { values } = await resolveAll({ parameters: { n: 1 }, code: { n: 'no' }, texts: { n: '2' } })
    expect(values).toEqual({ n: 2 })
  })

  test('keep the order of definition', async () => {
    const { values } = await resolveAll({ parameters: { b: 1, a: 2 }, derived: { d: () => 3, c: () => 4 }, code: { c: 5, a: 3 } })
    expect(Object.keys(values)).toEqual(['b', 'a', 'd', 'c'])
  })
})

describe('values from code', () => {
  const accepted: readonly (readonly [string, unknown, unknown])[] = [
    ['a number', 1, Number.NaN],
    ['an integer', param.integer(1), 5],
    ['a boolean', true, false],
    ['a text', 'a', ''],
    ['a choice', param.choice([1, 2]), 2],
    ['a list', [1], [2, 3]],
    ['an object', { a: 1 }, { b: [2] }],
    ['an array for JSON without shape', param.json(null), [1, { a: new Date(0) }]],
    ['a map', new Map([['a', 1]]), new Map([['b', 2]])],
    ['a set', new Set([1]), new Set([2])],
    ['a bigint', 1n, 2n],
    ['a date', new Date(1), new Date(2)],
    ['a typed array', new Float32Array(1), new Float32Array([1.5])],
    ['a secret', param.secret({ env: 'KEY' }), 'sk'],
  ]
  test.each(accepted)('%s is taken', async (_, definition, value) => {
    expect(await readValue(definition, value)).toStrictEqual(value)
  })

  const refused: readonly (readonly [string, unknown, unknown, string])[] = [
    ['a text as a number', 1, '1', '"1": expected a number.'],
    ['a number as a text', 'a', 1, '1: expected a string.'],
    ['a number out of bounds', param.number(1, { max: 1 }), 2, '2: expected a number ≤ 1.'],
    ['NaN within bounds', param.number(1, { max: 1 }), Number.NaN, 'NaN: expected a number ≤ 1.'],
    ['an unsafe integer', param.integer(1), 2 ** 53, '9007199254740992: expected an integer.'],
    ['a text as a boolean', true, 'true', '"true": expected true or false.'],
    ['no choice', param.choice(['adam', 'sgd']), 'adma', '"adma": expected one of adam, sgd. Did you mean adam?'],
    ['a text as a list', ['a'], 'a,b', '"a,b": expected a list of string.'],
    [
      'a list with a hole',
      [1],
      new Array(2),
      '[undefined, undefined]: expected a list of number (item 1 is undefined, not a number).',
    ],
    ['a nested list', [1], [[1]], '[[…]]: expected a list of number (item 1 is [1], not a number).'],
    ['an array as an object', { a: 1 }, [], '[]: expected an object, as JSON.'],
    ['a function in JSON', { a: 1 }, { f() {} }, '{ f: a function }: expected plain data (it holds a function (at f)).'],
    ['an object as a map', new Map(), {}, '{}: expected a Map, given by code.'],
    ['a number as a bigint', 1n, 1, '1: expected a bigint.'],
    ['an invalid date', new Date(1), new Date(Number.NaN), 'an instance of Date: expected a valid Date.'],
    ['another typed array', new Float32Array(1), new Float64Array(1), 'an instance of Float64Array: expected a Float32Array.'],
    ['a number as a path', param.path('a'), 1, '1: expected an existing path.'],
    ['null', 1, null, 'null: expected a number.'],
  ]
  test.each(refused)('%s is refused as PARAMETER_INVALID', async (_, definition, value, message) => {
    expect(await problemsOf(readValue(definition, value))).toEqual([`PARAMETER_INVALID: Parameter "x" cannot be ${message}`])
  })
})

describe('problems', () => {
  test('are thrown together as PARAMETERS_INVALID', async () => {
    const parameters = { numWords: 1, rate: param.number(1, { min: 0 }), key: param.secret({ env: 'API_KEY' }) }
    const code = { numWord: 2, rate: -1 }
    const error = await errorOf(resolveAll({ parameters, code, texts: { numWords: 'x' }, derived: { d: () => fail() } }))
    expect(error.code).toBe('PARAMETERS_INVALID')
    expect(error.message.split('\n')).toEqual([
      'There is no parameter "numWord". Did you mean numWords?',
      'Parameter "numWords" cannot be "x": expected a number.',
      'Parameter "rate" cannot be -1: expected a number ≥ 0.',
      'Parameter "key" has no value. Set the environment variable API_KEY, or give --key.',
    ])
  })

  test('are thrown as PARAMETERS_INVALID when there is one', async () => {
    expect(await problemsOf(resolveAll({ code: { n: 1 } }))).toEqual([
      'PARAMETER_UNKNOWN: There is no parameter "n". The experiment has no parameters.',
    ])
  })

  test('name what there is where nothing is near', async () => {
    expect(await problemsOf(resolveAll({ parameters: { rate: 1, label: '' }, code: { zzz: 1 } }))).toEqual([
      'PARAMETER_UNKNOWN: There is no parameter "zzz". The experiment has: rate, label.',
    ])
  })

  test('name an unknown parameter once', async () => {
    expect(await problemsOf(resolveAll({ code: { n: 1 }, texts: { n: '1' } }))).toHaveLength(1)
  })
})

describe('paths', () => {
  test('are relative to the definition by default, and to the working directory when given', async () => {
    const parameters = { a: param.path('./a.txt'), b: param.path('./b.txt'), c: param.path('c'), d: param.path('/d') }
    const { values, paths, entries } = await resolveAll({ parameters, code: { b: './b.txt' }, texts: { c: '../c' } })
    expect(values).toEqual({
      a: '/home/ada/project/experiments/a.txt',
      b: '/home/ada/work/b.txt',
      c: '/home/ada/c',
      d: '/d',
    })
    expect(paths).toEqual([
      { parameter: 'a', given: './a.txt', absolute: '/home/ada/project/experiments/a.txt' },
      { parameter: 'b', given: './b.txt', absolute: '/home/ada/work/b.txt' },
      { parameter: 'c', given: '../c', absolute: '/home/ada/c' },
      { parameter: 'd', given: '/d', absolute: '/d' },
    ])
    expect(entries[2]?.given).toBe('../c')
  })

  test('that do not exist are refused with the place that was looked at', async () => {
    const parameters = { a: param.path('a'), b: param.path('b', { mustExist: false }), c: param.path('c') }
    const looked: string[] = []
    const fileExists = (path: string): boolean => looked.push(path) < 0
    expect(await problemsOf(resolveAll({ parameters, texts: { c: 'd' }, context: { fileExists } }))).toEqual([
      'PARAMETER_INVALID: Parameter "a" cannot be "a": expected an existing path (there is no /home/ada/project/experiments/a).',
      'PARAMETER_INVALID: Parameter "c" cannot be "d": expected an existing path (there is no /home/ada/work/d).',
    ])
    expect(looked).toEqual(['/home/ada/project/experiments/a', '/home/ada/work/d'])
  })

  test('in lists are resolved one by one', async () => {
    const files = param.list(['a', 'b'], { of: param.path('') })
    const { values, paths, entries } = await resolveAll({ parameters: { files, more: files }, texts: { more: 'c,d' } })
    expect(values['more']).toEqual(['/home/ada/work/c', '/home/ada/work/d'])
    expect(values['files']).toEqual(['/home/ada/project/experiments/a', '/home/ada/project/experiments/b'])
    expect(paths.map(({ parameter, given }) => [parameter, given])).toEqual([
      ['files', 'a'],
      ['files', 'b'],
      ['more', 'c'],
      ['more', 'd'],
    ])
    expect(entries.map(({ given, isDefault }) => [given, isDefault])).toEqual([
      [['a', 'b'], true],
      [['c', 'd'], false],
    ])
  })
})

describe('secrets', () => {
  const key = param.secret({ env: 'API_KEY' })

  test('come from the environment, or from what is given', async () => {
    const context = { env: { API_KEY: 'from-env' } }
    const { values, secrets, entries } = await resolveAll({
      parameters: { a: key, b: key, c: key },
      code: { b: 'from-code' },
      texts: { c: 'from-line' },
      context,
    })
    expect(values).toEqual({ a: 'from-env', b: 'from-code', c: 'from-line' })
    expect(secrets).toEqual(['from-env', 'from-code', 'from-line'])
    expect(entries.map(({ source, isDefault }) => [source, isDefault])).toEqual([
      ['environment', true],
      ['code', false],
      ['command line', false],
    ])
  })

  test('that are missing or empty are refused as PARAMETER_MISSING', async () => {
    const missing = 'PARAMETER_MISSING: Parameter "apiKey" has no value. Set the environment variable API_KEY, or give --api-key.'
    expect(await problemsOf(resolveAll({ parameters: { apiKey: key } }))).toEqual([missing])
    expect(
      await problemsOf(resolveAll({ parameters: { apiKey: key }, texts: { apiKey: '' }, context: { env: { API_KEY: '' } } })),
    ).toEqual([missing])
  })

  test('that are optional may be missing', async () => {
    const { values, secrets, entries } = await resolveAll({ parameters: { key: param.secret({ env: 'A', optional: true }) } })
    expect(entries.map(({ source, isDefault }) => [source, isDefault])).toEqual([['default', true]])
    expect(values).toEqual({ key: undefined })
    expect(secrets).toEqual([])
  })

  test('are in no message', async () => {
    const secret = 'sk-0123456789'
    const context = { env: { API_KEY: secret } }
    const failing = (p: Readonly<Record<string, unknown>>): never => {
      throw new Error(`cannot log in with ${String(p['key'])}`)
    }
    const messages = [
      ...(await problemsOf(resolveAll({ parameters: { key }, code: { key: { secret } } }))),
      ...(await problemsOf(resolveAll({ parameters: { key, n: 1 }, texts: { n: secret }, context }))),
      ...(await problemsOf(resolveAll({ parameters: { key }, derived: { login: failing }, context }))),
    ]
    expect(messages).toEqual([
      'PARAMETER_INVALID: Parameter "key" cannot be what was given: expected a string.',
      'PARAMETER_INVALID: Parameter "n" cannot be "***": expected a number.',
      'DERIVED_FAILED: Computing the derived parameter "login" failed: Error: cannot log in with ***.',
    ])
  })
})

describe('schemas', () => {
  test('may answer later, and change the value', async () => {
    const { values, entries } = await resolveAll({
      parameters: { a: param.schema(even, 2), b: param.schema(even, 2) },
      texts: { b: '4' },
    })
    expect(values).toEqual({ a: 20, b: 40 })
    expect(entries.map(({ given }) => given)).toEqual([2, 4])
  })

  test('may answer later in lists', async () => {
    const list = param.list([2], { of: param.schema(even, 2) })
    expect((await resolveAll({ parameters: { list }, texts: { list: '4,6' } })).values).toEqual({ list: [40, 60] })
    expect(await problemsOf(resolveAll({ parameters: { list }, code: { list: [2, 3] } }))).toEqual([
      'PARAMETER_INVALID: Parameter "list" cannot be [2, 3]: expected a list of schema (hand) (item 2 is 3, not what its schema accepts (a.0: not even)).',
    ])
  })

  test('that refuse the default later are reported when a run is prepared', async () => {
    expect(await problemsOf(resolveAll({ parameters: { a: param.schema(even, 3) } }))).toEqual([
      'PARAMETER_INVALID: Parameter "a" cannot be 3: expected what its schema accepts (a.0: not even).',
    ])
  })

  test('that throw refuse the value', async () => {
    const broken = (validate: () => Promise<never>): StandardSchema<number> => ({
      '~standard': { version: 1, vendor: 'hand', validate },
    })
    const schema = broken(() => fail())
    const later = param.schema(
      broken(async () => await Promise.reject(new Error('broken'))),
      1,
    )
    expect(() => compileParameters({ a: param.schema(schema, 1) })).toThrow('it threw: Error: broken')
    expect(await problemsOf(resolveAll({ parameters: { later } }))).toEqual([
      'PARAMETER_INVALID: Parameter "later" cannot be 1: expected what its schema accepts (it threw: Error: broken).',
    ])
  })

  test('may give instances', async () => {
    const schema = z.string().transform((name) => new Model(name))
    const { values } = await resolveAll({ parameters: { model: param.schema(schema, 'small') } })
    expect(values['model']).toEqual(new Model('small'))
  })

  test('leave what they were given alone', async () => {
    const schema = z.object({ a: z.number() }).transform(({ a }) => a)
    const { values, entries } = await resolveAll({ parameters: { a: param.schema(schema, { a: 1 }) }, code: { a: { a: 2 } } })
    expect(values).toEqual({ a: 2 })
    expect(entries[0]?.given).toEqual({ a: 2 })
    expect(Object.isFrozen(entries[0]?.given)).toBe(true)
  })

  test('report text as JSON where it is', async () => {
    const schema = param.schema(z.number().min(10), 10)
    expect(await problemsOf(resolveAll({ parameters: { n: schema }, texts: { n: '5' } }))).toEqual([
      'PARAMETER_INVALID: Parameter "n" cannot be "5": expected what its schema accepts (Too small: expected number to be >=10).',
    ])
  })
})

describe('what is handed out', () => {
  test('is frozen, and shares nothing with the definition, the layers and other runs', async () => {
    const net = { layers: [1, 2], when: new Date(0), weights: new Float64Array(1), tags: new Map([['a', [1]]]) }
    const schema = compileParameters({ net, other: net })
    const layers = [{ source: 'code' as const, given: { other: { value: net } } }]
    const first = (await resolveParameters(schema, layers, CONTEXT)).values as { net: typeof net; other: typeof net }
    expect(() => first.net.layers.push(3)).toThrow(TypeError)
    expect(() => Object.assign(first, { net: 1 })).toThrow(TypeError)
    first.net.when.setTime(5)
    first.net.weights[0] = 5
    first.other.tags.set('b', [2])
    const second = (await resolveParameters(schema, layers, CONTEXT)).values
    expect(second).toStrictEqual({ net, other: net })
    expect(net).toStrictEqual({ layers: [1, 2], when: new Date(0), weights: new Float64Array(1), tags: new Map([['a', [1]]]) })
  })
})

function fail(): never {
  throw new Error('broken')
}

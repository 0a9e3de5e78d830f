import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { describeChanges, describeParameters } from '../../src/parameters/describe.ts'
import { formatParameterHelp } from '../../src/parameters/help.ts'
import { param } from '../../src/parameters/param.ts'
import { compileParameters } from '../../src/parameters/schema.ts'
import { Redactor } from '../../src/secrets/redactor.ts'
import type { Situation } from './resolving.ts'
import { resolveAll } from './resolving.ts'

const describeAll = async (situation: Situation, descriptions: Record<string, string> = {}): Promise<unknown> => {
  const resolved = await resolveAll(situation)
  return describeParameters(resolved, descriptions, '/home/ada/project', new Redactor(resolved.secrets))
}

describe('the metadata of parameters', () => {
  test('holds value, type, description, default and source', async () => {
    const parameters = { n: 50, rate: param.number(1, { min: 0, description: 'How fast.' }), when: new Date(0) }
    expect(
      await describeAll(
        { parameters, texts: { n: '5' }, code: { rate: Number.POSITIVE_INFINITY } },
        { n: 'How many.', rate: 'No.' },
      ),
    ).toEqual({
      n: { value: 5, type: 'number', description: 'How many.', usable: true, default: 50, source: 'command line' },
      rate: {
        value: { $runlab: 'Number', value: 'Infinity' },
        type: 'number ≥ 0',
        description: 'How fast.',
        usable: true,
        default: 1,
        source: 'code',
      },
      when: {
        value: { $runlab: 'Date', value: '1970-01-01T00:00:00.000Z' },
        type: 'date',
        description: null,
        usable: true,
        default: { $runlab: 'Date', value: '1970-01-01T00:00:00.000Z' },
        source: 'default',
      },
    })
  })

  test('holds the unit where there is one', async () => {
    const parameters = { n: param.number(1, { unit: 'K' }), limit: param.optional(param.number(1, { unit: 's' })) }
    expect(await describeAll({ parameters })).toMatchObject({ n: { unit: 'K' }, limit: { value: null, unit: 's' } })
  })

  test('tells what is computed by the type of its value', async () => {
    const derived = { sum: () => 3, all: () => [1, 2] }
    expect(await describeAll({ derived, texts: { all: '[1]' } })).toEqual({
      sum: { value: 3, type: 'number', description: null, usable: true, default: null, source: 'derived' },
      all: { value: [1], type: 'list of number', description: null, usable: true, default: null, source: 'command line' },
    })
  })

  test('holds paths relative to the project where they are inside, and as they were given', async () => {
    const parameters = {
      a: param.path('../data/a'),
      b: param.path('b'),
      c: param.path('.'),
      d: param.list(['x'], { of: param.path('x') }),
      e: param.path('e'),
    }
    const code = { b: '/home/ada', c: '/home/ada/project', e: '/home/ada/project/..e' }
    const described = (await describeAll({ parameters, code })) as Record<string, unknown>
    expect(described).toMatchObject({
      a: { value: 'data/a', given: '../data/a', default: '../data/a' },
      b: { value: '/home/ada', given: '/home/ada' },
      c: { value: '.' },
      d: { value: ['experiments/x'], given: ['x'] },
      e: { value: '..e' },
    })
  })

  test('holds what a schema was given', async () => {
    const parameters = { a: param.schema(z.string().transform(Number), '1'), b: param.schema(z.string(), 'b') }
    expect(await describeAll({ parameters })).toEqual({
      a: { value: 1, given: '1', type: 'schema (zod)', description: null, usable: true, default: '1', source: 'default' },
      b: { value: 'b', type: 'schema (zod)', description: null, usable: true, default: 'b', source: 'default' },
    })
  })

  test('says where a value cannot be written', async () => {
    const parameters = {
      f: param.schema(
        z.string().transform((text) => () => text),
        'a',
      ),
    }
    expect(await describeAll({ parameters, derived: { g: () => Symbol('s') } })).toMatchObject({
      f: { value: '() => text', usable: false, given: 'a' },
      g: { value: 'Symbol(s)', usable: false },
    })
  })

  test('holds no secrets, wherever they went', async () => {
    const key = 'sk-0123456789'
    const parameters = { key: param.secret({ env: 'KEY' }), url: 'x', none: param.secret({ env: 'NONE', optional: true }) }
    const derived = { header: (p: Readonly<Record<string, unknown>>) => ({ [`x-${key}`]: [`Bearer ${String(p['key'])}`] }) }
    const described = await describeAll({
      parameters,
      derived,
      code: { url: `https://a?key=${key}` },
      context: { env: { KEY: key } },
    })
    expect(JSON.stringify(described)).not.toContain(key)
    expect(described).toEqual({
      key: {
        value: null,
        type: 'secret',
        description: null,
        usable: false,
        default: null,
        source: 'environment',
        redacted: true,
      },
      url: {
        value: 'https://a?key=***',
        type: 'string',
        description: null,
        usable: false,
        default: 'x',
        source: 'code',
        redacted: true,
      },
      none: { value: null, type: 'secret', description: null, usable: false, default: null, source: 'default', redacted: true },
      header: {
        value: { 'x-***': ['Bearer ***'] },
        type: 'json',
        description: null,
        usable: false,
        default: null,
        source: 'derived',
        redacted: true,
      },
    })
  })

  test('holds no secrets in defaults and in what was given', async () => {
    const key = 'sk-0123456789'
    const hash = z.string().transform((text) => text.length)
    const parameters = {
      key: param.secret({ env: 'KEY' }),
      url: `x?${key}`,
      hash: param.schema(hash, ''),
      plain: { a: null, b: [1, 'x'] },
    }
    const described = await describeAll({ parameters, code: { url: 'y', hash: key }, context: { env: { KEY: key } } })
    expect(described).toMatchObject({
      url: { value: 'y', usable: true, default: 'x?***', redacted: true },
      hash: { value: key.length, usable: true, given: '***', redacted: true },
    })
    expect((described as Record<string, unknown>)['plain']).toEqual({
      value: { a: null, b: [1, 'x'] },
      type: 'json',
      description: null,
      usable: true,
      default: { a: null, b: [1, 'x'] },
      source: 'default',
    })
  })
})

describe('the help on parameters', () => {
  test('has a row for each, as it is written', () => {
    const schema = compileParameters(
      {
        numWords: 50,
        rate: param.number(0.1, { min: 0, unit: '1/s', description: 'How fast.' }),
        optimizer: param.choice(['adam', 'sgd']),
        verbose: true,
        label: '',
        title: 'a b',
        sizes: param.list([1, 2], { max: 3 }),
        key: param.secret({ env: 'KEY' }),
        data: param.path('./words.txt'),
        name: 'x',
        seed: 1,
      },
      { total: () => 1 },
    )
    const flags = [
      { name: 'name', takesValue: true },
      { name: 'seed', takesValue: true },
    ]
    const rows = formatParameterHelp(schema, { numWords: 'How many.' }, flags)
    expect(rows.map((row) => [row.flag, row.type, row.default, row.bounds, row.description])).toEqual([
      ['--num-words', 'number', '50', '', 'How many.'],
      ['--rate', 'number (1/s)', '0.1', '≥ 0', 'How fast.'],
      ['--optimizer', 'choice', 'adam', 'adam, sgd', ''],
      ['--[no-]verbose', 'boolean', 'true', '', ''],
      ['--label', 'string', '""', '', ''],
      ['--title', 'string', '"a b"', '', ''],
      ['--sizes', 'list of number', '[1, 2]', '≤ 3 items', ''],
      ['--key', 'secret', '$KEY', '', ''],
      ['--data', 'path', './words.txt', 'has to exist', ''],
      ['-p name=…', 'string', 'x', '', ''],
      ['--seed', 'number', '1', '', ''],
      ['--total', 'derived', 'computed', '', ''],
    ])
  })
})

describe('what layers did, for the metadata', () => {
  const changesOf = async (situation: Situation): Promise<unknown> => {
    const resolved = await resolveAll(situation)
    const [entry] = resolved.entries
    if (entry === undefined) throw new Error('no parameter')
    const around = { resolved, projectRoot: '/home/ada/project', redactor: new Redactor(resolved.secrets) }
    return describeChanges(entry, around).map(({ how, before, after }) => ({ how, before, after }))
  }

  test('has values before and after, paths relative to the project', async () => {
    expect(await changesOf({ parameters: { n: 1 }, texts: { n: '2' } })).toEqual([
      { how: 'declared', before: undefined, after: 1 },
      { how: 'set', before: 1, after: 2 },
    ])
    expect(await changesOf({ parameters: { data: param.path('./a.csv') }, code: { data: '/home/ada/project/b.csv' } })).toEqual([
      { how: 'declared', before: undefined, after: 'experiments/a.csv' },
      { how: 'set', before: 'experiments/a.csv', after: 'b.csv' },
    ])
  })

  test('leaves out values that are long: they would be there once for each layer', async () => {
    const long = Array.from({ length: 500 }, (_, i) => i)
    expect(await changesOf({ parameters: { sizes: [1] }, code: { sizes: long } })).toEqual([
      { how: 'declared', before: undefined, after: [1] },
      { how: 'set', before: [1], after: undefined },
    ])
  })
})

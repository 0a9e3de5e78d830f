import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { configSchema } from '../../../src/experiment/config/config-schema.ts'
import type { DescribedParameters } from '../../../src/experiment/config/config-schema.ts'
import { CONFIG_KEYS } from '../../../src/experiment/config/config-keys.ts'
import { param } from '../../../src/parameters/param.ts'
import { compileParameters } from '../../../src/parameters/schema.ts'
import { ConfigFolder } from './config-folder.ts'

const EXPERIMENT: DescribedParameters = {
  schema: compileParameters(
    {
      numWords: param.integer(50, { min: 1, unit: 'words' }),
      optimizer: param.choice(['adam', 'sgd'], { description: 'How steps are taken.' }),
      apiKey: param.secret({ env: 'API_KEY' }),
      sizes: [64, 32],
    },
    { draws: () => 1 },
  ),
  descriptions: { numWords: 'Words drawn for each text.', optimizer: 'Not this one.' },
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
const validateAny = ajv.compile(configSchema())
const validateOwn = ajv.compile(configSchema(EXPERIMENT))

const GOOD = [
  'extend: ./word_count.ts',
  'extend: ./word_count.mts#slow',
  'extend: ../base.yaml',
  'extend: ${BASE:-./word_count.ts}',
  'extend: ./x.ts\ninclude: ./notify.mixin.ts',
  'extend: ./x.ts\ninclude: [./a.ts, "${DIR}/b.ts", c.js#mixin]',
  'extend: ./x.ts\ninclude:\nparameters:',
  'extend: ./x.ts\nname: fast\ndescription: |\n  Two\n  lines.\nnamespace: a/b\nresults: ../out',
  'extend: ./x.ts\nseed: 0',
  'extend: ./x.ts\nseed: ${SEED}',
  'extend: ./x.ts\nparameters:\n  numWords: 10\n  optimizer: sgd\n  apiKey: ${API_KEY}\n  sizes: [1, 2]\n  draws: 7',
  'extend: ./x.ts\nparameters:\n  numWords: ${N:-5}\n  optimizer: "${OPT}"\n  sizes:\n    - ${A}\n    - 2',
]

const BAD = [
  'seed: 1',
  'extend: ./x.ts\nparametrs: {}',
  'extend: ./notes.txt',
  'extend: 5',
  'extend: ./base.yml#name',
  'extend: ./x.ts\ninclude: ./other.yml',
  'extend: ./x.ts\ninclude: [./a.ts, 5]',
  'extend: ./x.ts\nname: 10',
  'extend: ./x.ts\nnamespace: ""',
  'extend: ./x.ts\nname:',
  'extend: ./x.ts\nseed: -1',
  'extend: ./x.ts\nseed: 1.5',
  'extend: ./x.ts\nseed: "7"',
  'extend: ./x.ts\nseed: 9007199254740992',
  'extend: ./x.ts\nparameters: [1]',
]

const BAD_PARAMETERS = ['numWrods: 1', 'numWords: 0', 'numWords: ten', 'optimizer: adma', 'sizes: 5', 'sizes: [a]', 'apiKey: 5']

describe('the schema of configs', () => {
  test('is valid, with a description for every key', () => {
    for (const schema of [configSchema(), configSchema(EXPERIMENT)]) {
      expect(ajv.validateSchema(schema)).toBe(true)
      expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
      const properties = schema['properties'] as Record<string, { description: string }>
      expect(Object.keys(properties)).toEqual(Object.keys(CONFIG_KEYS))
      for (const { description } of Object.values(properties)) expect(description).toMatch(/^[A-Z].+\.$/)
    }
  })

  test.each(GOOD)('accepts\n%s', (text) => {
    expect([validateAny(parse(text)), validateOwn(parse(text))]).toEqual([true, true])
  })

  test.each(BAD)('refuses\n%s', (text) => {
    expect([validateAny(parse(text)), validateOwn(parse(text))]).toEqual([false, false])
  })

  test.each(BAD_PARAMETERS)('of an experiment refuses %s', (parameter) => {
    const config: unknown = parse(`extend: ./x.ts\nparameters:\n  ${parameter}`)
    expect([validateAny(config), validateOwn(config)]).toEqual([true, false])
  })

  test('of an experiment describes its parameters, and leaves out what is secret', () => {
    expect(configSchema(EXPERIMENT)).toMatchObject({
      properties: {
        parameters: {
          properties: {
            numWords: { description: 'Words drawn for each text. (integer ≥ 1, in words)', default: 50 },
            optimizer: { description: 'How steps are taken. (choice of adam, sgd)', default: 'adam' },
            apiKey: { description: 'secret' },
            sizes: { description: 'list of number', default: [64, 32] },
            draws: { description: 'derived' },
          },
        },
      },
    })
    expect(JSON.stringify(configSchema(EXPERIMENT))).not.toContain('API_KEY')
  })

  test('agrees with what is read', async () => {
    for (const text of [...GOOD, ...BAD]) {
      const names = [
        'word_count.ts',
        'word_count.mts',
        'x.ts',
        'a.ts',
        'b.ts',
        'c.js',
        'notify.mixin.ts',
        'notes.txt',
        'other.yml',
      ]
      const folder = new ConfigFolder({
        ...Object.fromEntries(names.map((name) => [`sub/${name}`, ''])),
        'base.yaml': 'extend: ./experiment.ts',
        'sub/base.yml': 'extend: ./x.ts',
        'sub/config.yml': text,
      })
      const { problems } = await folder.read('sub/config.yml', { SEED: '7', DIR: '.', API_KEY: 'k', OPT: 'sgd', A: '1' })
      expect([text, problems.length === 0]).toEqual([text, GOOD.includes(text)])
    }
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each, onlyData, onlyMeta } from './runs.ts'

const KINDS = `
  /** Words drawn
   * for each text. */
  numWords: 50,
  // not a doc comment
  label: 'x',
  verbose: false,
  sizes: [1, 2],
  names: ['a'],
  net: { depth: 3, tags: ['t'] },
  started: new Date('2026-01-02T03:04:05Z'),
  big: 12n,
  rate: param.number(0.1, { min: -1, max: 1, unit: 's' }),
  /** How often. */
  count: param.integer(10, { min: 1 }),
  pure: param.boolean(true),
  word: param.string('abc', { pattern: /^[a-z]*$/ }),
  optimizer: param.choice(['adam', 'sgd']),
  /** The comment loses. */
  layers: param.list([64, 32], { max: 3, description: 'Widths of the layers.' }),
  options: param.json({ a: 1 }),
  dataset: param.path('./words.txt'),
  limit: param.optional(param.number(1, { min: 0, unit: 'K' })),
  apiKey: param.secret({ env: 'TEST_API_KEY', optional: true }),
  port: param.schema(portSchema, '8080'),
`
const BODY = `{
  parameters: {${KINDS}},
  derived: {
    /** All that is drawn. */
    draws: (p) => p.numWords * p.count,
    twice: (p) => p.draws * 2,
  },
  hooks: {
    /** May drop words. */
    filterWords: (e, words) => words,
  },
  run(e) {
    const { apiKey, ...rest } = e.params
    e.set('params', rest)
    e.set('keyLength', apiKey?.length ?? 0)
  },
}`
const SCHEMA = `
const portSchema = { '~standard': { version: 1, vendor: 'test', validate: (value) => {
  const port = Number(value)
  return port > 0 ? { value: port } : { issues: [{ message: 'not a port', path: ['port'] }] }
} } }`
const MODULE = `/**
 * Samples words.
 *
 * And studies them.
 */
import { defineExperiment, param } from 'runlab'
${SCHEMA}
export const experiment = defineExperiment(import.meta, ${BODY})
`
const COMMONJS = `/** Samples words. */
const { defineExperiment, param } = require('runlab')
${SCHEMA}
module.exports = defineExperiment(module, ${BODY})
`

const DEFAULTS = {
  numWords: 50,
  label: 'x',
  verbose: false,
  sizes: [1, 2],
  names: ['a'],
  net: { depth: 3, tags: ['t'] },
  started: { $runlab: 'Date', value: '2026-01-02T03:04:05.000Z' },
  big: { $runlab: 'BigInt', value: '12' },
  rate: 0.1,
  count: 10,
  pure: true,
  word: 'abc',
  optimizer: 'adam',
  layers: [64, 32],
  options: { a: 1 },
  limit: null,
  port: 8080,
  draws: 500,
  twice: 1000,
}

const project = new Project({
  'package.json': '{ "type": "module" }',
  'words.txt': 'red green',
  'more/other.txt': 'blue',
  'typed.ts': MODULE,
  'script.js': MODULE,
  'common.cjs': COMMONJS,
  'given.ts': MODULE,
})

const GIVEN = [
  ...['--numWords=-1e2', '--label', '', '--verbose', '--no-pure', '--sizes', '[3,4]', '--names=--x', '--names', 'y'],
  ...['--net', '{"depth":4}', '--started=2027-01-01', '--big', '-5', '--rate', '-1e-3', '--count', '1', '--count', '3'],
  ...['--word=', '--optimizer', 'sgd', '--layers', '1', '--layers=2', '--options', '{"b":[null]}', '--dataset', 'more/other.txt'],
  ...['--api-key', 'sk-0123456789', '-p', 'port=0x10', '--limit', '2.5', '--draws', '7', '--seed', '9'],
]
let help: Outcome
const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  const commands: [string, () => Promise<Outcome>][] = [
    ['typed.ts', () => project.runlab('run', 'typed.ts')],
    ['script.js', () => project.runlab('run', 'script.js')],
    ['common.cjs', () => project.runlab('run', 'common.cjs')],
    ['given.ts', () => project.runlab('run', 'given.ts', ...GIVEN)],
    ['help', () => project.runlab('run', 'typed.ts', '--numWords', '3', '--help')],
  ]
  const done = await each(commands, async ([, start]) => await start())
  for (const [[name], outcome] of done) outcomes.set(name, outcome)
  help = outcomes.get('help')!
})

describe.each(['typed', 'script', 'common'])('the experiment %s', (name) => {
  const file = { typed: 'typed.ts', script: 'script.js', common: 'common.cjs' }[name]!

  test('has a parameter of each kind, with its default and its type', () => {
    expect(outcomes.get(file)).toMatchObject({ code: 0, stderr: '' })
    expect(onlyData(project, name)).toEqual({ params: { ...DEFAULTS, dataset: project.path('words.txt') }, keyLength: 0 })
    const { parameters } = onlyMeta(project, name)
    const types = Object.fromEntries(Object.entries<any>(parameters).map(([key, { type }]) => [key, type]))
    expect(types).toEqual({
      numWords: 'number',
      label: 'string',
      verbose: 'boolean',
      sizes: 'list of number',
      names: 'list of string',
      net: 'json',
      started: 'date',
      big: 'bigint',
      rate: 'number -1…1',
      count: 'integer ≥ 1',
      pure: 'boolean',
      word: 'string that matches /^[a-z]*$/',
      optimizer: 'choice of adam, sgd',
      layers: 'list of number, ≤ 3 items',
      options: 'json',
      dataset: 'path',
      limit: 'optional number ≥ 0',
      apiKey: 'secret',
      port: 'schema (test)',
      draws: 'number',
      twice: 'number',
    })
    const sources = Object.entries<any>(parameters).map(([key, { source }]) => [key, source])
    const computed = new Set(['draws', 'twice'])
    expect(sources).toEqual(sources.map(([key]) => [key, computed.has(key) ? 'derived' : 'default']))
  })

  test('takes descriptions from doc comments', () => {
    const { parameters, hooks, description, short_description: short } = onlyMeta(project, name)
    expect(description).toBe(name === 'common' ? 'Samples words.' : 'Samples words.\n\nAnd studies them.')
    expect(short).toBe('Samples words.')
    expect(parameters.numWords.description).toBe('Words drawn for each text.')
    expect(parameters.label.description).toBeNull()
    expect(parameters.count.description).toBe('How often.')
    expect(parameters.layers.description).toBe('Widths of the layers.')
    expect(parameters.draws.description).toBe('All that is drawn.')
    expect(hooks).toEqual({ filterWords: { name: 'filterWords', num: 1, description: 'May drop words.' } })
  })
})

describe('values on the command line', () => {
  test('are parsed by the type of their parameter', () => {
    expect(outcomes.get('given.ts')).toMatchObject({ code: 0, stderr: '' })
    expect(onlyData(project, 'given')).toEqual({
      params: {
        numWords: -100,
        label: '',
        verbose: true,
        sizes: [3, 4],
        names: ['--x', 'y'],
        net: { depth: 4 },
        started: { $runlab: 'Date', value: '2027-01-01T00:00:00.000Z' },
        big: { $runlab: 'BigInt', value: '-5' },
        rate: -0.001,
        count: 3,
        pure: false,
        word: '',
        optimizer: 'sgd',
        layers: [1, 2],
        options: { b: [null] },
        dataset: project.path('more/other.txt'),
        limit: 2.5,
        port: 16,
        draws: 7,
        twice: 14,
      },
      keyLength: 13,
    })
  })

  test('are recorded with who set them, what they were before, and without the secret', () => {
    const { parameters, seed, seed_source: seedSource } = onlyMeta(project, 'given')
    expect(parameters.numWords).toMatchObject({ value: -100, default: 50, source: 'command line', usable: true })
    expect(parameters.dataset).toMatchObject({ value: 'more/other.txt', given: 'more/other.txt', default: './words.txt' })
    expect(parameters.port).toMatchObject({ value: 16, default: '8080', given: '0x10' })
    expect(parameters.draws).toMatchObject({ value: 7, source: 'command line' })
    expect(parameters.twice).toMatchObject({ value: 14, source: 'derived' })
    expect(parameters.apiKey).toMatchObject({ value: null, source: 'command line', usable: false, redacted: true })
    expect([seed, seedSource]).toEqual([9, 'given'])
    expect(project.read(`${project.onlyRun('given')}/experiment_meta.json`)).not.toContain('sk-0123456789')
  })

  test('that differ from the defaults are shown when the run starts', () => {
    const { stdout } = outcomes.get('given.ts')!
    const panel = stdout.slice(0, stdout.indexOf('└'))
    expect(panel).toMatch(/^│ numWords +-100$/m)
    expect(panel).toMatch(/^│ dataset +more\/other\.txt$/m)
    expect(panel).toMatch(/^│ apiKey +\*\*\*$/m)
    expect(panel).toMatch(/^│ seed +9$/m)
    expect(panel).not.toMatch(/^│ twice/m)
    expect(outcomes.get('typed.ts')!.stdout).not.toContain('numWords')
  })
})

describe('runlab run FILE --help', () => {
  test('lists the parameters with flag, type, bounds, default and description, and runs nothing', () => {
    expect(help).toMatchObject({ code: 0, stderr: '' })
    const lines = help.stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' '))
    expect(lines).toEqual(
      expect.arrayContaining([
        'Usage: runlab run typed.ts [--parameter value …] [flags]',
        'Samples words.',
        '--num-words number, default 50',
        'Words drawn for each text.',
        '--[no-]verbose boolean, default false',
        '--rate number (s) -1…1, default 0.1',
        '--count integer ≥ 1, default 10',
        '--optimizer choice adam, sgd, default adam',
        'Widths of the layers.',
        '--draws derived, default computed',
        '--debug use the folder "debug", replacing the last debug run',
      ]),
    )
    expect(help.stdout).toMatch(/--api-key +secret.*\$TEST_API_KEY/)
    expect(project.runs('typed')).toHaveLength(1)
  })
})

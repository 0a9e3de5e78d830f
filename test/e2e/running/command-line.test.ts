import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each, entries, onlyData } from './runs.ts'

const EXPERIMENT = `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: {
    numWords: 50,
    rate: param.number(0.1, { max: 1 }),
    count: param.integer(10, { min: 1 }),
    optimizer: param.choice(['adam', 'sgd']),
    data: param.path('./words.txt'),
    label: 'x',
    flag: false,
    sizes: [1],
    apiKey: param.secret({ env: 'TEST_API_KEY', optional: true }),
    prefix: 'p',
  },
  derived: { inverse: (p) => { if (p.numWords === 0) throw new RangeError('division by zero'); return 1 / p.numWords } },
  run: (e) => e.set('params', { ...e.params, apiKey: null, data: null }),
})
`

describe('flags', () => {
  const accepted: Readonly<Record<string, readonly [readonly string[], object]>> = {
    'before the file': [['--num-words', '5', '--flag', '--seed', '1', 'FILE'], { numWords: 5, flag: true }],
    'whose value is a file, before the file': [['--label', 'other.ts', 'FILE'], { label: 'other.ts' }],
    'of runlab that take no value, before the file': [['--quiet', 'FILE', '--no-flag'], { flag: false }],
    'in either spelling, given again': [['FILE', '--num-words', '1', '--numWords=2', '--num_words', '3'], { numWords: 3 }],
    'with negative numbers and exponents': [['FILE', '--rate', '-1e-3', '--num-words', '-5'], { rate: -0.001, numWords: -5 }],
    'with empty texts and such as start with dashes': [['FILE', '--label=--x', '--sizes', ''], { label: '--x', sizes: [] }],
    'of a list, given again': [['FILE', '--sizes', '1', '--sizes=2,3'], { sizes: [1, 2, 3] }],
    'turned on and off': [['FILE', '--flag', '--no-flag', '--flag=true'], { flag: true }],
    'that are also flags of runlab, by -p': [['FILE', '-p', 'prefix=mine', '--prefix', 'named'], { prefix: 'mine' }],
    'with equals signs and hashes in the value': [['FILE', '--label', 'a=b#c', '-p', 'rate=1'], { label: 'a=b#c', rate: 1 }],
  }
  const files = Object.keys(accepted).map((_, index) => `e${index}.ts`)
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'words.txt': '',
    'other.ts': 'throw new Error("not this one")',
    ...Object.fromEntries(files.map((file) => [file, EXPERIMENT])),
  })
  let outcomes: Map<string, Outcome>

  beforeAll(async () => {
    outcomes = await each(files, async (file) => {
      const [tokens] = Object.values(accepted)[files.indexOf(file)]!
      return await project.runlab('run', ...tokens.map((token) => (token === 'FILE' ? file : token)))
    })
  })

  test.each(Object.keys(accepted).map((title, index) => [title, index] as const))('%s are understood', (title, index) => {
    expect(outcomes.get(`e${index}.ts`)).toMatchObject({ code: 0, stderr: '' })
    expect(onlyData(project, `e${index}`).params).toMatchObject(accepted[title]![1])
  })

  test('put a prefix before the name of the run', () => {
    const index = Object.keys(accepted).indexOf('that are also flags of runlab, by -p')
    expect(project.onlyRun(`e${index}`)).toMatch(/\/named_\d{4}-/)
  })
})

describe('a command line', () => {
  const project = new Project({ 'package.json': '{ "type": "module" }', 'words.txt': '', 'words.ts': EXPERIMENT })
  const before = entries(project)
  const everything = [
    ...['--num-word', '5', '--optimiser=sgd', '--rate', '7', '--count', '0.5', '--optimizer', 'adan', '--flag=maybe'],
    ...['--sizes', '[1,"x"]', '--data', 'none.txt', '-p', 'numwords', '-p', 'numWrods=1', '--no-rate', '--label', '--count'],
    ...['--seed', '-3', 'stray', '--no-debug=true'],
  ]
  const refused: Readonly<Record<string, readonly string[]>> = {
    everything: ['run', 'words.ts', ...everything],
    derived: ['run', 'words.ts', '--num-words', '0'],
    'a flag as a value': ['run', 'words.ts', '--prefix', '--foo'],
    'a second file': ['run', 'words.ts', 'words.ts'],
    'a seed': ['run', 'words.ts', '--seed=1e3'],
    'a secret': ['run', 'words.ts', '--api-key', '--sk-123456', '--nope'],
    'no file': ['run', '--debug'],
    'a missing file': ['run', 'wrods.ts'],
    'a missing file in a folder': ['run', 'none/words.ts'],
    'an unknown command': ['rnu', 'words.ts'],
    'an unknown option': ['list', '--nope'],
    'help without a file': ['run', '--help'],
    'short help': ['run', 'words.ts', '-h'],
    'help of runlab': ['--help'],
  }
  let outcomes: Map<string, Outcome>
  const outcome = (name: string): Outcome => outcomes.get(name)!

  beforeAll(async () => {
    outcomes = await each(Object.keys(refused), async (name) => await project.runlab(...refused[name]!))
  })

  test('is told everything that is wrong with it at once, with what was meant', () => {
    const { code, stdout, stderr } = outcome('everything')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
      'error: Unknown flag --num-word.',
      '       Did you mean --num-words?',
      'error: Unknown flag --optimiser.',
      '       Did you mean --optimizer?',
      'error: -p cannot be "numwords": expected NAME=VALUE.',
      'error: There is no parameter "numWrods".',
      '       Did you mean numWords?',
      'error: Unknown flag --no-rate.',
      '       Did you mean --rate?',
      'error: --label needs a value, but is followed by --count.',
      '       If that is the value, write --label=--count.',
      'error: --count needs a value, but is followed by --seed.',
      '       If that is the value, write --count=--seed.',
      'error: Unexpected argument "stray".',
      '       Parameters are given as --name VALUE or --name=VALUE.',
      'error: --no-debug cannot be "true": expected no value.',
      'error: The seed cannot be "-3": expected a whole number from 0 to 9007199254740991.',
      'error: Parameter "rate" cannot be "7": expected a number ≤ 1.',
      'error: Parameter "count" cannot be "0.5": expected an integer ≥ 1.',
      'error: Parameter "optimizer" cannot be "adan": expected one of adam, sgd.',
      '       Did you mean adam?',
      `error: Parameter "data" cannot be "none.txt": expected an existing path (there is no ${project.path('none.txt')}).`,
      'error: Parameter "flag" cannot be "maybe": expected true or false.',
      'error: Parameter "sizes" cannot be "[1,\\"x\\"]": expected a list of number (item 2 is "x", not a number).',
    ])
  })

  test.each([
    ['DERIVED_FAILED', 'derived', 'Computing the derived parameter "inverse" failed: RangeError: division by zero.'],
    ['FLAG_VALUE_MISSING', 'a flag as a value', '--prefix needs a value, but is followed by --foo.'],
    ['FLAG_UNKNOWN', 'a flag as a value', 'Unknown flag --foo.'],
    ['ARGUMENT_UNEXPECTED', 'a second file', 'Unexpected argument "words.ts".'],
    ['SEED_INVALID', 'a seed', 'The seed cannot be "1e3": expected a whole number from 0 to 9007199254740991.'],
    ['FLAG_VALUE_MISSING', 'a secret', '--api-key needs a value.'],
    ['FILE_MISSING', 'no file', 'Say which experiment file to run.\n       runlab run FILE [--parameter value …]'],
    ['FILE_NOT_FOUND', 'a missing file', 'There is no file wrods.ts.\n       Did you mean words.ts?'],
    ['FILE_NOT_FOUND', 'a missing file in a folder', 'There is no file none/words.ts.'],
    ['COMMAND_UNKNOWN', 'an unknown command', 'There is no command "rnu".\n       Did you mean run?'],
    ['FLAG_UNKNOWN', 'an unknown option', 'Unknown flag --nope.\n       See runlab list --help.'],
  ])('is refused with %s for %s', (_code, name, message) => {
    expect(outcome(name)).toMatchObject({ code: 2, stdout: '' })
    expect(outcome(name).stderr).toContain(`error: ${message}\n`)
  })

  test.each([
    ['help without a file', 'Usage: runlab run FILE[#name] [--parameter value …] [flags]'],
    ['short help', '--num-words'],
    ['help of runlab', 'Usage: runlab [options] [command]'],
  ])('that asks for %s is answered', (name, text) => {
    expect(outcome(name)).toMatchObject({ code: 0, stderr: '' })
    expect(outcome(name).stdout).toContain(text)
  })

  test('that is refused, or asks for help, leaves nothing behind', () => {
    expect(entries(project)).toEqual(before)
  })
})

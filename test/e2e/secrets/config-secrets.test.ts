import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each } from '../running/runs.ts'
import { leaksIn } from './leaks.ts'

/** What must be nowhere, by where it stands. Three characters are as few as a text can hide by. */
const ENV = {
  WHOLE_TOKEN: 'whole-"3f9/a ö',
  INSIDE_API_KEY: 'inside-3f9a7c',
  LOWER_TOKEN: 'lower-3f9a7c',
  SHORT_TOKEN: 'q~7',
  TINY_SECRET: 'z~9',
  INTEGER_PASSWORD: '4815162342',
  BIG_SECRET: '99007700123498765432',
  RATE_SECRET: '0.77315577311',
  DATE_SECRET: '2031-03-04T05:06:07.089Z',
  JSON_TOKEN: 'json-3f9a7c',
  DEEP_TOKEN: 'deep-3f9a7c',
  NUMBER_TOKEN: '7712388991',
  LIST_TOKEN: 'list-3f9a7c',
  NAME_TOKEN: 'name-3f9a7c',
  DESCRIPTION_TOKEN: 'description-3f9a7c',
  HARMLESS: 'harmless-3f9a7c',
  PART: 'part-3f9a7c',
} as const
const LITERALS = { lower: 'literal-lower-3f9', upper: 'literal-upper-3f9' }
const SECRETS = { ...ENV, ...LITERALS }

const FILES = {
  '.gitignore': 'node_modules\nresults\n',
  'package.json': '{ "name": "kept", "type": "module" }\n',
  'exp.ts': `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: {
    whole: '',
    inside: '',
    short: '',
    sentence: '',
    integer: 0,
    big: 0n,
    rate: 0.5,
    date: new Date(0),
    model: param.json({}),
    list: ['x'],
    numbers: [1],
    plain: '',
    key: param.secret({ env: 'KEY_OF_ITS_OWN', optional: true }),
    partial: param.secret({ env: 'PARTIAL_OF_ITS_OWN', optional: true }),
    literal: param.secret({ env: 'LITERAL_OF_ITS_OWN', optional: true }),
    choice: param.choice(['a', 'b']),
    flag: false,
  },
  derived: { copy: (p) => p.whole },
  async run(e) {
    const { whole, inside, short, sentence, big, date, model, list, key, partial, literal } = e.params
    const texts = { whole, inside, short, sentence, big, date, list, key, partial, literal, token: model.token }
    e.log('has', whole, inside, key, partial, literal)
    e.set('texts', texts)
    if (whole !== '') throw new Error('with ' + whole + ', ' + partial)
  },
})
`,
  'low.yml': `extend: ./exp.ts
description: |
  About \${SHORT_TOKEN}, \${DESCRIPTION_TOKEN}.

  \${SHORT_TOKEN}
parameters:
  whole: lower \${LOWER_TOKEN}
  literal: ${LITERALS.lower}
`,
  'top.yml': `extend: ./low.yml
name: named \${NAME_TOKEN}
seed: 7
parameters:
  whole: \${WHOLE_TOKEN}
  inside: Bearer \${INSIDE_API_KEY}, and more
  short: '\${SHORT_TOKEN}'
  sentence: a \${TINY_SECRET} in words
  integer: \${INTEGER_PASSWORD}
  big: \${BIG_SECRET}
  rate: \${RATE_SECRET}
  date: \${DATE_SECRET}
  model:
    user: me
    token: \${JSON_TOKEN}
    deep:
      - [1, 'x-\${DEEP_TOKEN}']
      - { n: 1, short: "\${SHORT_TOKEN}" }
    number: \${NUMBER_TOKEN}
  list:
    - \${LIST_TOKEN}
    - b
  numbers:
    - \${NUMBER_TOKEN}
    - 2
  plain: stays
  key: \${HARMLESS}
  partial: Bearer \${PART}
  literal: ${LITERALS.upper}
`,
  'other.yml':
    'extend: ./top.yml\nparameters:\n  whole: other ${WHOLE_TOKEN}\n  numbers: [1]\n  plain: ${HARMLESS}\n  key: ${PART}\n',
  'wrong.yml': `extend: ./exp.ts
namespace: a/\${SHORT_TOKEN}
results: ./\${WHOLE_TOKEN}
seed: \${SHORT_TOKEN}
parameters:
  integer: \${SHORT_TOKEN}
  big: x\${SHORT_TOKEN}
  rate: \${WHOLE_TOKEN}
  date: \${INTEGER_PASSWORD}
  numbers:
    - \${SHORT_TOKEN}
    - 2
  list:
    - \${NUMBER_TOKEN}
  key: ['\${HARMLESS}']
  partial:
    - \${PART}
  choice: \${SHORT_TOKEN}
  flag: pre-\${SHORT_TOKEN}
`,
  'types.yml': 'extend: ./exp.ts\nparameters:\n  rate: ${WHOLE_TOKEN}\n  integer: ${SHORT_TOKEN}\n',
}

const project = new Project(FILES)
const runlab = async (...args: readonly string[]): Promise<Outcome> => await project.spawn(process.execPath, [BIN, ...args], ENV)
const run = 'results/top/run'

beforeAll(async () => {
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: project.folder })
  git('init', '-q')
  for (const file of ['low.yml', 'top.yml'] as const) project.write(file, FILES[file].replaceAll(/literal-\w+-3f9/g, 'none'))
  git('add', '.')
  git('commit', '-q', '-m', 'first')
  for (const file of ['low.yml', 'top.yml'] as const) project.write(file, FILES[file])
  await each(['top', 'other'], async (name) => {
    const { code, stderr } = await runlab('run', `${name}.yml`, '--name', 'run', '--no-system')
    expect([code, stderr]).toEqual([1, expect.stringContaining('Error: with ')])
  })
})

describe('of what stands in a config for a credential', () => {
  test.each(Object.entries(SECRETS))('%s is in no file of the run', (_, secret) => {
    expect([...leaksIn(project.path('results/top'), secret), ...leaksIn(project.path('results/other'), secret)]).toEqual([])
  })

  test('the record says that it was there, and all else', () => {
    const { name, description, parameters, lineage } = project.json(`${run}/experiment_meta.json`)
    expect([name, description]).toEqual(['***', '***'])
    const redacted = Object.entries(parameters).flatMap(([key, one]: [string, any]) => (one.redacted === true ? [key] : []))
    expect(redacted.toSorted()).toEqual(
      [
        ...['big', 'copy', 'date', 'inside', 'integer', 'key', 'list', 'literal', 'model', 'numbers', 'partial', 'rate'],
        ...['sentence', 'short', 'whole'],
      ].toSorted(),
    )
    expect(parameters.plain).toMatchObject({ value: 'stays', source: 'config' })
    expect(parameters.integer).toMatchObject({ value: null, usable: false, default: 0, source: 'config' })
    expect(lineage.parameters.inside).toEqual([
      { layer: 0, how: 'declared', line: 5, after: '' },
      { layer: 2, how: 'set', line: 6, before: '', written: 'Bearer ${INSIDE_API_KEY}, and more' },
    ])
    expect(lineage.parameters.integer.at(-1)).toMatchObject({ written: '${INTEGER_PASSWORD}' })
  })

  test('the configs are kept, but for what they spell out', () => {
    expect(project.read(`${run}/code/top.yml`)).toBe(FILES['top.yml'].replace(LITERALS.upper, '***'))
    expect(project.read(`${run}/code/low.yml`)).toBe(FILES['low.yml'].replace(LITERALS.lower, '***'))
    const { files, patch } = project.json(`${run}/.runlab/snapshot.json`)
    expect(files.filter(({ redacted }: any) => redacted).map(({ path }: any) => path)).toEqual(['low.yml', 'top.yml'])
    expect(patch).toMatchObject({ state: 'written', applicable: false })
    expect(project.read(`${run}/code/git.patch`)).toContain('+  literal: ***')
  })

  test.each([
    ['show', [run]],
    ['show', [run, '--json']],
    ['diff', [run, 'results/other/run']],
    ['diff', [run, 'results/other/run', '--json']],
    ['list', ['--json']],
  ])('%s %j says nothing', async (command, args) => {
    const { code, stdout, stderr } = await runlab(command, ...args)
    expect(code, stderr).toBe(0)
    expect(stdout.length).toBeGreaterThan(100)
    expect(Object.values(SECRETS).filter((secret) => stdout.includes(secret))).toEqual([])
  })
})

describe('no message has a credential', () => {
  const valuesIn = (text: string): string[] => Object.values(ENV).filter((secret) => text.includes(secret))

  test('where its type is wrong, or it would name a folder', async () => {
    const { code, stdout } = await runlab('check', 'wrong.yml', '--json')
    expect(code).toBe(1)
    expect(valuesIn(stdout)).toEqual([])
    expect(JSON.parse(stdout)[0].problems.map(({ line, message }: any) => `${line} ${message}`)).toEqual([
      '2 The namespace "***" cannot be used: it holds a secret.',
      '3 The archive "***" cannot be used: it holds a secret.',
      '4 "seed" cannot be what ${SHORT_TOKEN} stands for: expected a whole number from 0 to 9007199254740991.',
      '6 Parameter "integer" cannot be what ${SHORT_TOKEN} stands for: expected a number.',
      '7 Parameter "big" cannot be what x${SHORT_TOKEN} stands for: expected a whole number.',
      '8 Parameter "rate" cannot be what ${WHOLE_TOKEN} stands for: expected a number.',
      '9 Parameter "date" cannot be what ${INTEGER_PASSWORD} stands for: expected a date such as 2026-11-23 or 2026-11-23T15:24:12Z.',
      '11 Parameter "numbers" cannot be what was given: expected a list of number.',
      '14 Parameter "list" cannot be what was given: expected a list of string.',
      '15 Parameter "key" cannot be what was given: expected a string.',
      '17 Parameter "partial" cannot be what was given: expected a string.',
      '18 Parameter "choice" cannot be what ${SHORT_TOKEN} stands for: expected one of a, b.',
      '19 Parameter "flag" cannot be what pre-${SHORT_TOKEN} stands for: expected true or false.',
    ])
  })

  test('of a run that is refused', async () => {
    const { code, stdout, stderr } = await runlab('run', 'types.yml')
    expect(code).toBe(2)
    expect(stderr).toContain('types.yml:3:9: Parameter "rate" cannot be what ${WHOLE_TOKEN} stands for')
    expect(valuesIn(stdout + stderr)).toEqual([])
    expect(project.runs('types')).toEqual([])
  })

  test('nor does a plan, or a schema', async () => {
    const plan = await runlab('run', 'top.yml', '--dry-run')
    expect([plan.code, valuesIn(plan.stdout + plan.stderr)]).toEqual([0, []])
    expect(plan.stdout).toContain('${INTEGER_PASSWORD}')
    const schema = await runlab('schema', 'top.yml')
    expect([schema.code, valuesIn(schema.stdout)]).toEqual([0, []])
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each, entries } from './runs.ts'

const IMPORT = "import { defineExperiment } from 'runlab'\n"
const DEFINED =
  'defineExperiment(import.meta, { run: (e) => console.log(JSON.stringify([e.namespace, e.meta.name, e.meta.export, e.meta.file])) })'
const REQUIRED = DEFINED.replace('import.meta', 'module')

const project = new Project({
  'package.json': '{ "type": "module" }',
  'by-default.ts': `${IMPORT}export const experiment = ${DEFINED}\nexport const other = ${DEFINED}\nexport default ${DEFINED}`,
  'by-name.ts': `${IMPORT}export const other = ${DEFINED}\nexport const n = 1\nexport const experiment = ${DEFINED}`,
  'only.ts': `${IMPORT}export const anything = ${DEFINED}\nexport const n = 1`,
  'several.ts': `${IMPORT}export const accurate = ${DEFINED}\nconst b = ${DEFINED}\nexport { b as fast }`,
  'none.ts': `${IMPORT}const experiment = ${DEFINED}\nexport const n = 1\nexport function helper() {}`,
  'forgotten.cjs': `const { defineExperiment } = require('runlab')\nconst experiment = ${REQUIRED}`,
  'script.ts': `console.log('executed')\nexport const n: number = 1\n`,
  'again.ts': "export * from './several.ts'\nexport { default } from './by-default.ts'",
  'common.cjs': `const { defineExperiment } = require('runlab')\nmodule.exports = ${REQUIRED}`,
  'object.cjs': `const { defineExperiment } = require('runlab')\nmodule.exports = { n: 1, one: ${REQUIRED} }`,
  'exports.cjs': `const { defineExperiment } = require('runlab')\nexports.one = ${REQUIRED}\nexports.two = ${REQUIRED}`,
  'deep/in side/näme.ts': `${IMPORT}export const first = ${DEFINED}\nexport default ${DEFINED}`,
})

describe('runlab run FILE', () => {
  const found: readonly (readonly [string, string, readonly string[]])[] = [
    ['takes the default export', 'by-default.ts', ['by-default', 'by-default', 'default']],
    ['takes the default export by name', 'by-default.ts#default', ['by-default', 'by-default', 'default']],
    ['takes the experiment named `experiment`', 'by-name.ts', ['by-name', 'by-name', 'experiment']],
    ['takes the only one exported', 'only.ts', ['only', 'only', 'anything']],
    ['takes the only one by name', 'only.ts#anything', ['only', 'only', 'anything']],
    ['takes the one asked for, in a namespace of its own', 'by-name.ts#other', ['by-name/other', 'other', 'other']],
    ['takes the one named beside a default', 'by-default.ts#experiment', ['by-default/experiment', 'experiment', 'experiment']],
    ['takes one by the name it is exported under', 'several.ts#fast', ['several/fast', 'fast', 'fast']],
    ['takes one that another file defines', 'again.ts', ['by-default', 'by-default', 'default', 'by-default.ts']],
    ['takes what module.exports is', 'common.cjs', ['common', 'common', 'default']],
    ['takes the only one on module.exports', 'object.cjs', ['object', 'object', 'one']],
    ['takes one of several on exports', 'exports.cjs#two', ['exports/two', 'two', 'two']],
    [
      'takes folders, blanks and any letters into the namespace',
      'deep/in side/näme.ts#first',
      ['deep/in side/näme/first', 'first', 'first'],
    ],
  ]
  const before = entries(project)
  const refused: Readonly<Record<string, string>> = {
    'several.ts': 'EXPERIMENT_AMBIGUOUS',
    'exports.cjs': 'EXPERIMENT_AMBIGUOUS',
    'none.ts': 'EXPERIMENT_NONE',
    'forgotten.cjs': 'EXPERIMENT_NONE',
    'script.ts': 'EXPERIMENT_NONE',
    'by-name.ts#othr': 'EXPERIMENT_NAME_UNKNOWN',
    'none.ts#some': 'EXPERIMENT_NAME_UNKNOWN',
    'by-name.ts#': 'EXPERIMENT_NAME_UNKNOWN',
  }
  let outcomes: Map<string, Outcome>

  beforeAll(async () => {
    const start = async (file: string): Promise<Outcome> => await project.runlab('run', file, '--quiet')
    outcomes = await each(Object.keys(refused), start)
    expect(entries(project)).toEqual(before)
    const accepted = found.map(([, file]) => file)
    outcomes = new Map([...outcomes, ...(await each(accepted, start))])
  })

  test.each(found)('%s: %s', (_, file, expected) => {
    const outcome = outcomes.get(file)!
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout)).toEqual([...expected.slice(0, 3), expected[3] ?? file.split('#')[0]])
    expect(project.runs(expected[0]!)).not.toEqual([])
  })

  test('asks which one, with EXPERIMENT_AMBIGUOUS, where there are several', () => {
    expect(outcomes.get('several.ts')).toMatchObject({ code: 2, stdout: '' })
    expect(outcomes.get('several.ts')!.stderr).toBe(
      'error: several.ts exports several experiments: accurate, fast.\n       Say which one: several.ts#accurate\n',
    )
    expect(outcomes.get('exports.cjs')!.stderr).toContain('exports several experiments: one, two.')
  })

  test('says what to export, with EXPERIMENT_NONE, where there is none', () => {
    expect(outcomes.get('none.ts')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: none.ts exports no experiment (it exports helper, n).\n' +
        '       The one in line 2 is not exported. Write: export const experiment = defineExperiment(import.meta, { … })\n',
    })
    expect(outcomes.get('forgotten.cjs')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: forgotten.cjs exports no experiment.\n' +
        '       The one in line 2 is not exported. Write: module.exports = defineExperiment(module, { … })\n',
    })
    expect(outcomes.get('script.ts')).toMatchObject({ code: 2, stdout: '' })
    expect(outcomes.get('script.ts')!.stderr).toContain('neither it nor what it imports uses runlab. It was not executed.')
  })

  test('names the nearest, with EXPERIMENT_NAME_UNKNOWN, where there is none of that name', () => {
    expect(outcomes.get('by-name.ts#othr')).toMatchObject({
      code: 2,
      stderr: 'error: by-name.ts exports no experiment "othr".\n       Did you mean other?\n',
    })
    expect(outcomes.get('none.ts#some')!.stderr).toContain('It exports: none.')
    expect(outcomes.get('by-name.ts#')!.stderr).toContain('It exports: experiment, other.')
  })
})

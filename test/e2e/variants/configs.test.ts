import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeValue } from '../../../src/format/tagged-json.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project } from '../project.ts'
import { each, onlyData, onlyMeta } from '../running/runs.ts'

const FILES = {
  'package.json': '{ "name": "configured", "type": "module" }\n',
  'words.ts': `/** Counts words. */
import { defineExperiment, param } from 'runlab'
import { shout } from './lib/shout.ts'

const drawn = Math.random()

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Words drawn. */
    n: 10,
    rate: param.number(0.5),
    big: 10n,
    label: 'x',
    version: '1',
    flag: true,
    optimizer: param.choice(['adam', 'sgd']),
    dataset: param.path('./data/words.txt'),
    sizes: [1, 2],
    names: ['a'],
    when: new Date('2020-01-01'),
    model: param.json({ layers: 1 }),
    vector: new Float64Array([1]),
  },
  derived: { twice: (p) => p.n * 2 },
  run(e) {
    e.set('given', { ...e.params })
    e.set('draws', [drawn, Math.random(), e.random.uniform(0, 1)])
    e.set('said', shout(e.params.label))
  },
})
`,
  'lib/shout.ts': 'export const shout = (text: string) => text.toUpperCase()\n',
  'data/words.txt': 'the words\n',
  'again.ts': "/** Words again. */\nexport { experiment } from './words.ts'\n",
  'several.ts': `import { defineExperiment } from 'runlab'
const definition = (by: number) => ({ parameters: { n: 1 }, run: (e) => e.set('n', e.params.n * by) })
/** The first. */
export const first = defineExperiment(import.meta, definition(10))
/** The second. */
export const second = defineExperiment(import.meta, definition(100))
`,
  'plain.cjs': `const { defineExperiment } = require('runlab')
exports.experiment = defineExperiment(module, { parameters: { n: 1 }, run(e) { e.set('n', e.params.n) } })
`,
  'first.mixin.ts': `import { defineMixin } from 'runlab'
export const mixin = defineMixin(import.meta, { parameters: { first: 1 }, implement: { beforeRun: (e) => e.log('first', e.params.first) } })
`,
  'notes.mixin.ts': `import { defineMixin } from 'runlab'
import { deep } from './lib/deep.ts'
export const note = defineMixin(import.meta, {
  parameters: {
    /** What is said. */
    topic: 'runs',
  },
  implement: { afterRun: (e) => e.log('about', deep(e.params.topic)) },
})
export const level = defineMixin(import.meta, { parameters: { level: 1 }, implement: { afterRun: (e) => e.log('level', e.params.level) } })
`,
  'lib/deep.ts': 'export const deep = (text: string) => `deep ${text}`\n',
  'configs/every.yml': `# Every kind.
extend: ../words.ts
name: every kind
description: |
  Gives every kind of parameter.

  And this is its second paragraph.
seed: 7
results: ../out
parameters:
  n: \${COUNT}
  rate: 0x10
  big: 9007199254740993
  label: 'in \${LABEL:-"default"}, $$5'
  version: \${COUNT}
  flag: \${OFF}
  optimizer: \${OPTIMIZER:-sgd}
  dataset: ./words.txt
  sizes:
    - 1.5
    - \${COUNT}
    - .inf
  names: &names [b, '\${COUNT}']
  when: 2026-11-23T15:24:12Z
  model:
    layers: [{ width: 3, act: relu }, null, true]
    names: *names
    \${KEY}: \${COUNT}
  vector: [1, 2.5, -.inf]
`,
  'configs/words.txt': 'other words\n',
  'low/base.yml': `extend: ../words.ts
include: ../first.mixin.ts
description: The lowest.
seed: 1
results: ../from-base
parameters:
  n: 1
  label: base
  rate: 0.1
  dataset: ./words.txt
  first: 11
`,
  'low/words.txt': 'low\n',
  'mid/mid.yml': `extend: ../low/base.yml
include:
  - ../notes.mixin.ts#note
  - ../notes.mixin.ts#level
name: middle
seed: 2
results: ../from-mid
parameters:
  n: 2
  label: \${LABEL:-mid}
  topic: chains
`,
  'top/top.yml': `extend: ../mid/mid.yml
description: The highest.
parameters:
  n: 3
  level: 33
`,
  'again.yml': 'extend: ./again.ts\n',
  'second.yml': 'extend: ./several.ts#second\nparameters: { n: 2 }\n',
  'plain.yml': 'extend: ./plain.cjs\nnamespace: by/commonjs\nparameters:\n  n: 5\n',
  'seeded.yml': 'extend: ./words.ts\nseed: ${SEED}\n',
}

const project = new Project(FILES)
const elsewhere = new Project(
  { 'outer.yml': `extend: ${project.path('words.ts')}\nparameters:\n  n: 6\n  dataset: mine.txt\n`, 'mine.txt': 'mine\n' },
  { linked: false },
)
const ENV = { COUNT: '3', OFF: 'false', SEED: '12' }

const run = async (config: string, ...args: readonly string[]): Promise<void> => {
  const { code, stdout, stderr } = await project.spawn(
    process.execPath,
    [BIN, 'run', config, '--quiet', '--no-system', ...args],
    ENV,
  )
  expect(code, stdout + stderr).toBe(0)
}

beforeAll(async () => {
  await each(
    [
      ['configs/every.yml'],
      ['configs/every.yml', '--namespace', 'repeated'],
      ['top/top.yml'],
      [
        'top/top.yml',
        '--n',
        '4',
        '--seed',
        '9',
        '--name',
        'given',
        '--topic',
        'flags',
        '--namespace',
        'flags',
        '--results',
        'there',
      ],
      ['again.yml'],
      ['second.yml'],
      ['plain.yml'],
      ['seeded.yml', '--include', 'notes.mixin.ts#note', '--topic', 'included', '--include', 'first.mixin.ts'],
      ['words.ts', '--namespace', 'base', '--seed', '7'],
      [elsewhere.path('outer.yml')],
    ],
    async ([config = '', ...args]) => await run(config, ...args),
  )
})

const metaOf = (namespace: string, archive?: string): any => onlyMeta(project, namespace, archive)
const dataOf = (namespace: string, archive?: string): any => onlyData(project, namespace, archive)
const logOf = (namespace: string, archive?: string): string =>
  project.read(`${project.onlyRun(namespace, archive)}/experiment_out.log`)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('a config', () => {
  test('runs its experiment as its own: namespace, name, description, archive and seed', () => {
    const meta = metaOf('configs/every', 'out')
    expect(meta).toMatchObject({
      status: 'done',
      name: 'every kind',
      namespace: 'configs/every',
      description: 'Gives every kind of parameter.\n\nAnd this is its second paragraph.\n',
      short_description: 'Gives every kind of parameter.',
      base_path: project.folder,
      file: 'configs/every.yml',
      export: null,
      seed: 7,
      seed_source: 'given',
      load_seed: 8,
      warnings: [],
    })
    expect(meta.argv[1]).toBe(project.path('configs/every.yml'))
    expect(project.runs('configs/every')).toEqual([])
  })

  test('gives parameters of every kind', () => {
    const given: any = decodeValue(dataOf('configs/every', 'out').given)
    expect(given).toEqual({
      n: 3,
      rate: 16,
      big: 9007199254740993n,
      label: 'in "default", $5',
      version: '3',
      flag: false,
      optimizer: 'sgd',
      dataset: project.path('configs/words.txt'),
      sizes: [1.5, 3, Infinity],
      names: ['b', '3'],
      when: new Date('2026-11-23T15:24:12Z'),
      model: { layers: [{ width: 3, act: 'relu' }, null, true], names: ['b', '3'], '${KEY}': 3 },
      vector: new Float64Array([1, 2.5, -Infinity]),
      twice: 6,
    })
  })

  test('of which the record has value, default and where each comes from', () => {
    const { parameters, lineage } = metaOf('configs/every', 'out')
    expect(parameters.n).toEqual({
      value: 3,
      type: 'number',
      description: 'Words drawn.',
      usable: true,
      default: 10,
      source: 'config',
    })
    expect(parameters.dataset).toMatchObject({ value: 'configs/words.txt', default: './data/words.txt', given: './words.txt' })
    expect(lineage.parameters.n).toEqual([
      { layer: 0, how: 'declared', line: 10, after: 10 },
      { layer: 1, how: 'set', line: 11, before: 10, after: 3, written: '${COUNT}' },
    ])
    expect(lineage.parameters.label.at(-1)).toEqual({
      layer: 1,
      how: 'set',
      line: 14,
      before: 'x',
      after: 'in "default", $5',
      written: `'in \${LABEL:-"default"}, $$5'`,
    })
    expect(lineage.parameters.rate.at(-1)).toEqual({ layer: 1, how: 'set', line: 12, before: 0.5, after: 16 })
    expect(lineage.parameters.dataset.map(({ after }: any) => after)).toEqual(['data/words.txt', 'configs/words.txt'])
  })

  test('with a seed draws the same again, while modules load, too', () => {
    const { draws } = dataOf('configs/every', 'out')
    expect(draws).toHaveLength(3)
    expect(dataOf('repeated', 'out').draws).toEqual(draws)
    expect(dataOf('base').draws).toEqual(draws)
    expect(metaOf('seeded')).toMatchObject({ seed: 12, seed_source: 'given', load_seed: 13 })
    expect(dataOf('seeded').draws).not.toEqual(draws)
  })

  test('lies in the archive as it was written, beside the code of its experiment', () => {
    const folder = project.onlyRun('configs/every', 'out')
    expect(project.read(`${folder}/code/configs/every.yml`)).toBe(FILES['configs/every.yml'])
    expect(project.read(`${folder}/code/words.ts`)).toBe(FILES['words.ts'])
    const { entry, files } = project.json(`${folder}/.runlab/snapshot.json`)
    expect(entry).toBe('words.ts')
    expect(files.map(({ path, role }: any) => [path, role])).toEqual([
      ['words.ts', 'entry'],
      ['configs/every.yml', 'config'],
      ['lib/shout.ts', 'import'],
      ['package.json', 'project'],
    ])
    expect(files[1]).toMatchObject({ source: 'configs/every.yml', sha256: sha256(FILES['configs/every.yml']) })
  })

  test('is a layer of its own', async () => {
    const { lineage } = metaOf('configs/every', 'out')
    expect(lineage.layers).toEqual([
      { kind: 'experiment', name: 'words', file: 'words.ts', line: 7, sha256: sha256(FILES['words.ts']) },
      { kind: 'config', name: 'every', file: 'configs/every.yml', line: null, sha256: sha256(FILES['configs/every.yml']) },
    ])
    const loaded = await loadRun(project.path(project.onlyRun('configs/every', 'out')))
    expect(loaded.lineage).toEqual(lineage)
    expect(loaded.params).toMatchObject({ n: 3, big: 9007199254740993n })
  })
})

describe('a chain of configs', () => {
  test('counts from the lowest up, paths relative to each', () => {
    expect(metaOf('top/top', 'from-mid')).toMatchObject({
      name: 'middle',
      description: 'The highest.',
      seed: 2,
      parameters: {
        n: { value: 3, source: 'config' },
        label: { value: 'mid', source: 'config' },
        rate: { value: 0.1, source: 'config' },
        dataset: { value: 'low/words.txt', source: 'config', given: './words.txt' },
        first: { value: 11, default: 1, source: 'config' },
        topic: { value: 'chains', default: 'runs', source: 'config', description: 'What is said.' },
        level: { value: 33, source: 'config' },
        optimizer: { value: 'adam', source: 'default' },
      },
    })
    expect(dataOf('top/top', 'from-mid').given.dataset).toBe(project.path('low/words.txt'))
    expect(logOf('top/top', 'from-mid')).toMatch(/first 11[^]*about deep chains\n.*level 33/)
  })

  test('is in the record layer by layer, with the mixins that each includes', () => {
    const { lineage } = metaOf('top/top', 'from-mid')
    expect(lineage.layers.map(({ kind, name, file, by, sha256: hash }: any) => [kind, name, file, by, hash])).toEqual(
      (
        [
          ['experiment', 'words', 'words.ts', undefined],
          ['mixin', 'first#mixin', 'first.mixin.ts', 2],
          ['config', 'base', 'low/base.yml', undefined],
          ['mixin', 'notes#note', 'notes.mixin.ts', 5],
          ['mixin', 'notes#level', 'notes.mixin.ts', 5],
          ['config', 'mid', 'mid/mid.yml', undefined],
          ['config', 'top', 'top/top.yml', undefined],
        ] as const
      ).map((layer) => [...layer, sha256(FILES[layer[2]])]),
    )
    expect(lineage.parameters.n).toEqual([
      { layer: 0, how: 'declared', line: 10, after: 10 },
      { layer: 2, how: 'set', line: 7, before: 10, after: 1 },
      { layer: 5, how: 'set', line: 9, before: 1, after: 2 },
      { layer: 6, how: 'set', line: 4, before: 2, after: 3 },
    ])
    expect(lineage.parameters.label.at(-1)).toMatchObject({ layer: 5, after: 'mid', written: '${LABEL:-mid}' })
  })

  test('is archived as a whole, with all that its mixins import', () => {
    const folder = project.onlyRun('top/top', 'from-mid')
    const { entry, files } = project.json(`${folder}/.runlab/snapshot.json`)
    expect(entry).toBe('words.ts')
    const configs = ['low/base.yml', 'mid/mid.yml', 'top/top.yml'] as const
    expect(files.filter(({ role }: any) => role === 'config').map(({ path }: any) => path)).toEqual(configs)
    for (const file of [...configs, 'first.mixin.ts', 'notes.mixin.ts', 'lib/deep.ts', 'lib/shout.ts'] as const) {
      expect(project.read(`${folder}/code/${file}`)).toBe(FILES[file])
    }
  })

  test('stands below the command line', () => {
    const meta = metaOf('flags', 'there')
    expect(meta).toMatchObject({ run: 'given', name: 'middle', seed: 9, load_seed: 10, namespace: 'flags' })
    expect(meta.parameters).toMatchObject({
      n: { value: 4, default: 10, source: 'command line' },
      topic: { value: 'flags', source: 'command line' },
      label: { value: 'mid', source: 'config' },
      twice: { value: 8 },
    })
    expect(meta.lineage.layers.at(-1)).toMatchObject({ kind: 'command line' })
    expect(meta.lineage.parameters.n.at(-1)).toEqual({ layer: 7, how: 'set', line: null, before: 3, after: 4 })
    expect(logOf('flags', 'there')).toContain('about deep flags')
  })

  test('is told by show', async () => {
    const { stdout } = await project.runlab('show', project.onlyRun('flags', 'there'))
    expect(stdout).toContain('10 (words.ts:10) → 1 (low/base.yml:7) → 2 (mid/mid.yml:9) → 3 (top/top.yml:4) →')
    expect(stdout).toMatch(/mid\/mid\.yml +configures low\/base\.yml/)
  })
})

describe('a config may', () => {
  test('extend a file that exports the experiment of another', () => {
    expect(metaOf('again')).toMatchObject({
      name: 'again',
      description: 'Counts words.',
      parameters: { n: { value: 10, description: 'Words drawn.', source: 'default' } },
    })
    const { entry, files } = project.json(`${project.onlyRun('again')}/.runlab/snapshot.json`)
    expect(entry).toBe('again.ts')
    expect(files.map(({ path }: any) => path)).toEqual(['again.ts', 'again.yml', 'lib/shout.ts', 'package.json', 'words.ts'])
  })

  test('choose one of several experiments', () => {
    expect(dataOf('second')).toEqual({ n: 200 })
    expect(metaOf('second')).toMatchObject({ name: 'second', description: 'The second.' })
  })

  test('extend CommonJS, and say where its runs go', () => {
    expect(dataOf('by/commonjs')).toEqual({ n: 5 })
    expect(project.json(`${project.onlyRun('by/commonjs')}/.runlab/snapshot.json`).entry).toBe('plain.cjs')
  })

  test('be given mixins by the command line', () => {
    const meta = metaOf('seeded')
    expect(meta.lineage.layers.map(({ kind, name }: any) => [kind, name])).toEqual([
      ['experiment', 'words'],
      ['config', 'seeded'],
      ['mixin', 'notes#note'],
      ['mixin', 'first#mixin'],
      ['command line', 'command line'],
    ])
    expect(logOf('seeded')).toMatch(/first 1[^]*about deep included/)
    expect(project.read(`${project.onlyRun('seeded')}/code/lib/deep.ts`)).toBe(FILES['lib/deep.ts'])
  })

  test('stand outside of the project of its experiment', () => {
    const folder = elsewhere.onlyRun('outer')
    expect(elsewhere.json(`${folder}/experiment_meta.json`)).toMatchObject({
      base_path: elsewhere.folder,
      file: 'outer.yml',
      parameters: { n: { value: 6 }, dataset: { value: 'mine.txt' } },
    })
    const { entry, files } = elsewhere.json(`${folder}/.runlab/snapshot.json`)
    const place = (role: string): string => files.find((file: any) => file.role === role).path
    expect(place('entry')).toBe(entry)
    expect(elsewhere.read(`${folder}/code/${entry}`)).toBe(FILES['words.ts'])
    expect(readFileSync(elsewhere.path(`${folder}/code/${place('config')}`), 'utf8')).toBe(elsewhere.read('outer.yml'))
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { each, onlyData, onlyMeta } from '../running/runs.ts'

const FILES = {
  'words.ts': `/** Counts words. */
import { abstract, defineExperiment } from 'runlab'
import { notify } from './notify.mixin.ts'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** Words drawn. */
    n: 10,
    label: 'x',
  },
  derived: { twice: (p) => p.n * 2 },
  mixins: [notify],
  hooks: {
    /** May drop words. */
    filterWords: (_e, words: string[]) => words,
  },
  testing: { n: 2 },
  analyses: { count: async (e) => void (await e.commit('count.json', { count: e.get('count') })) },
  async run(e) {
    const words = await e.call('filterWords', ['the', 'red', 'fox'])
    e.set('words', words)
    e.set('count', words.length)
  },
})

export const scored = defineExperiment(import.meta, {
  hooks: { score: abstract<(answer: string) => number>(), other: abstract<() => void>(), plain: () => 1 },
  run: async (e) => e.set('score', await e.call('score', 'abc')),
})
`,
  'notify.mixin.ts': `import { defineMixin } from 'runlab'

export const notify = defineMixin(import.meta, {
  parameters: { topic: 'runs' },
  implement: {
    afterRun: (e) => e.log(e.params.topic, e.status),
  },
})
`,
  'twice.ts': `import { inherit } from 'runlab'
import { experiment as base } from './words.ts'

export const experiment = base.extend(import.meta, {
  override: {
    n: inherit((n) => n * 2),
  },
  parameters: { stop: ['the'] },
  implement: {
    filterWords: (e, words) => {
      if (e.params.label === 'boom') throw new RangeError('too many')
      return words.filter((word) => !e.params.stop.includes(word))
    },
    beforeTesting: (e) => e.set('tested', e.params.n),
  },
})
experiment.runIfMain()
`,
  'plus.ts': `/** And one more. */
import { inherit } from 'runlab'
import { experiment as base } from './twice.ts'

export const experiment = base.extend(import.meta, {
  override: { n: inherit((n) => n + 1), label: inherit() },
  implement: {
    filterWords: {
      wrap: async (previous, e, words) => (await previous(words)).map((word) => word.toUpperCase()),
    },
  },
  analyses: { broken: () => { throw new Error('no figures') } },
})
export const both = { words: base, plus: experiment }
`,
  'scores.ts': `import { scored } from './words.ts'
export const experiment = scored.extend(import.meta, {
  implement: { score: (e, answer) => answer.length, other: { append: () => {} } },
})
`,
  'audit.mixin.ts': `import { defineMixin } from 'runlab'
import { shout } from './lib/shout.ts'
export const audit = defineMixin(import.meta, {
  parameters: { level: 3 },
  implement: {
    filterWords: (e, words: string[]) => e.log(shout('seen'), e.params.level, words.length),
    nowhere: { append: () => {}, optional: true },
  },
})
export const strict = defineMixin(import.meta, { implement: { filterWord: () => {} } })
`,
  'lib/shout.ts': `export const shout = (text: string) => text.toUpperCase()\n`,
  'misspelt.ts': `import { experiment as base } from './words.ts'
export const experiment = base.extend(import.meta, { override: { nn: 1 } } as never)
`,
}

const project = new Project(FILES)
const run = (...args: readonly string[]) => project.runlab('run', ...args, '--quiet', '--no-system')

describe('layers of experiments', () => {
  beforeAll(async () => {
    await each(
      [
        ['plus.ts', '--name', 'plain'],
        ['plus.ts', '--name', 'given', '--n', '5'],
        ['plus.ts', '--name', 'mixed', '--include', 'audit.mixin.ts#audit', '--level', '4'],
        ['twice.ts', '--name', 'testing', '--testing'],
        ['words.ts', '--name', 'plain'],
        ['scores.ts', '--name', 'plain'],
      ],
      async (args) => expect((await run(...args)).stderr).toMatch(/^$|no figures/),
    )
  })
  const meta = (name: string): any => project.json(`results/${name}/experiment_meta.json`)
  const data = (name: string): any => project.json(`results/${name}/experiment_data.json`)

  test('inherit: 10, twice, and one more; the command line replaces it', () => {
    expect(meta('words/plain').parameters.n).toMatchObject({ value: 10, source: 'default' })
    expect(meta('plus/plain').parameters).toMatchObject({
      n: { value: 21, default: 10, source: 'extension', description: 'Words drawn.' },
      twice: { value: 42, source: 'derived' },
      label: { value: 'x', source: 'default' },
      topic: { value: 'runs', source: 'default' },
      stop: { value: ['the'], source: 'default' },
    })
    expect(meta('plus/given').parameters).toMatchObject({ n: { value: 5, source: 'command line' }, twice: { value: 10 } })
    expect(data('plus/plain')).toMatchObject({ words: ['RED', 'FOX'] })
    expect(data('words/plain')).toMatchObject({ words: ['the', 'red', 'fox'] })
  })

  test('are in the record, each with file, line and checksum', async () => {
    const { lineage, description, hooks } = meta('plus/plain')
    expect(description).toBe('And one more.')
    expect(meta('twice/testing').description).toBe('Counts words.')
    expect(lineage.layers).toEqual([
      { kind: 'mixin', name: 'notify', file: 'notify.mixin.ts', line: 3, sha256: expect.stringMatching(/^[\da-f]{64}$/), by: 1 },
      { kind: 'experiment', name: 'words', file: 'words.ts', line: 5, sha256: expect.any(String) },
      { kind: 'extension', name: 'twice', file: 'twice.ts', line: 4, sha256: expect.any(String) },
      { kind: 'extension', name: 'plus', file: 'plus.ts', line: 5, sha256: expect.any(String) },
    ])
    const snapshot = project.json('results/plus/plain/.runlab/snapshot.json')
    for (const { file, sha256 } of lineage.layers) {
      expect(snapshot.files.find(({ source }: { source: string }) => source === file)).toMatchObject({ sha256 })
    }
    expect(lineage.parameters.n).toEqual([
      { layer: 1, how: 'declared', line: 8, after: 10 },
      { layer: 2, how: 'inherited', line: 6, before: 10, after: 20 },
      { layer: 3, how: 'inherited', line: 6, before: 20, after: 21 },
    ])
    expect(lineage.parameters.label.at(-1)).toEqual({ layer: 3, how: 'kept', line: 6, before: 'x', after: 'x' })
    expect(meta('plus/given').lineage.layers.at(-1)).toEqual({
      kind: 'command line',
      name: 'command line',
      file: null,
      line: null,
      sha256: null,
    })
    expect(meta('plus/given').lineage.parameters.n.at(-1)).toEqual({ layer: 4, how: 'set', line: null, before: 21, after: 5 })
    expect(lineage.hooks).toEqual({
      afterRun: [{ layer: 0, how: 'append', line: 6 }],
      beforeTesting: [{ layer: 2, how: 'default', line: 14 }],
      filterWords: [
        { layer: 1, how: 'default', line: 15, replaced: 2 },
        { layer: 2, how: 'replace', line: 10 },
        { layer: 3, how: 'wrap', line: 8 },
      ],
    })
    expect(hooks.filterWords).toEqual({ name: 'filterWords', num: 2, description: 'May drop words.' })
    expect((await loadRun(project.path('results/plus/plain'))).lineage).toEqual(lineage)
  })

  test('of which --include brings one for a run, with what it imports', () => {
    const { lineage, parameters } = meta('plus/mixed')
    expect(lineage.layers[4]).toMatchObject({ kind: 'mixin', name: 'audit', file: 'audit.mixin.ts', line: 3 })
    expect(lineage.layers[4].by).toBeUndefined()
    expect(lineage.hooks.filterWords.at(-1)).toEqual({ layer: 4, how: 'append', line: 6 })
    expect(parameters.level).toMatchObject({ value: 4, default: 3, source: 'command line' })
    expect(project.read('results/plus/mixed/experiment_out.log')).toContain('SEEN 4 3')
    expect(project.read('results/plus/mixed/code/lib/shout.ts')).toBe(FILES['lib/shout.ts'])
    expect(project.json('results/plus/mixed/.runlab/snapshot.json').entry).toBe('plus.ts')
    expect(data('plus/mixed').words).toEqual(['RED', 'FOX'])
  })

  test('for testing: their values, and the hook before all others', () => {
    expect(meta('twice/testing')).toMatchObject({
      testing: true,
      parameters: { n: { value: 2, source: 'testing' }, twice: { value: 4 } },
    })
    expect(data('twice/testing')).toMatchObject({ tested: 2 })
    expect(meta('plus/plain').testing).toBe(false)
    expect(data('plus/plain').tested).toBeUndefined()
  })

  test('with analyses: those of all layers, and one that throws is a warning', () => {
    expect(project.json('results/plus/plain/count.json')).toEqual({ count: 2 })
    expect(meta('plus/plain')).toMatchObject({ status: 'done', warnings: ['The analysis broken failed: Error: no figures'] })
  })

  test('fill in what is abstract', () => {
    expect(data('scores/plain')).toEqual({ score: 3 })
    expect(meta('scores/plain').lineage.hooks.score).toEqual([
      { layer: 0, how: 'abstract', line: 27, replaced: 1 },
      { layer: 1, how: 'replace', line: 3 },
    ])
  })

  test('are told by show, and in the report', async () => {
    const { stdout } = await project.runlab('show', 'results/plus/given')
    expect(stdout).toContain(`
lineage
  notify.mixin.ts:3  mixin, included by words.ts
  words.ts:5         the experiment
  twice.ts:4         extends words.ts
  plus.ts:5          extends twice.ts
  command line       given on the command line

parameters
  topic  runs  notify.mixin.ts:4
  n      5
         10 (words.ts:8) → 20 (twice.ts:6) → 21 (plus.ts:6) → 5 (command line)
`)
    expect(stdout).toContain('filterWords    words.ts:15 (replaced) → twice.ts:10 (replaces) → plus.ts:8 (around)\n')
    const report = project.read('results/plus/given/report.html')
    expect(report).toContain('10 (words.ts:8) → 20 (twice.ts:6) → 21 (plus.ts:6) → 5 (command line)')
    expect(report).toContain('What the run is made of, the lowest layer first')
  })
})

describe('a hook that throws', () => {
  test('is named with the layer, file and line, wherever the error is told', async () => {
    const { code, stderr } = await run('plus.ts', '--label', 'boom', '--namespace', 'failing')
    expect(code).toBe(1)
    expect(stderr).toContain('RangeError: too many')
    expect(stderr).toContain('in the hook filterWords of twice.ts:10')
    const { error } = onlyMeta(project, 'failing')
    expect(error).toMatchObject({
      type: 'RangeError',
      phase: 'run',
      hook: { name: 'filterWords', layer: 2, file: 'twice.ts', line: 10 },
    })
    expect((await project.runlab('show', project.onlyRun('failing'))).stdout).toContain(
      'failed in run, in the hook filterWords of twice.ts:10',
    )
    expect(project.read(`${project.onlyRun('failing')}/report.html`)).toContain('in the hook filterWords of twice.ts:10')
  })
})

describe('before anything is written', () => {
  test('--dry-run says what would run, and where parameters and hooks come from', async () => {
    const { code, stdout } = await project.runlab('run', 'plus.ts', '--dry-run', '--n', '5', '--namespace', 'dry')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^plus\nAnd one more\.\ngoes to results\/dry, seed \d+ \(drawn\)\n/)
    expect(stdout).toContain('10 (words.ts:8) → 20 (twice.ts:6) → 21 (plus.ts:6) → 5 (command line)')
    expect(stdout).toContain('words.ts:15 (replaced) → twice.ts:10 (replaces) →\n                 plus.ts:8 (around)\n')
    expect(stdout).toMatch(/Nothing was run and nothing written: --dry-run\.\n$/)
    expect(project.runs('dry')).toEqual([])
  })

  test.each([
    [
      'a hook that nobody implements',
      ['words.ts#scored'],
      '"score", "other" are hooks without an implementation: the experiment words.ts leaves that',
    ],
    ['a misspelt parameter', ['misspelt.ts'], 'There is no parameter "nn". Did you mean n?'],
    [
      'a mixin that is not there',
      ['plus.ts', '--include', 'audit.mixn.ts'],
      'There is no file audit.mixn.ts.\n       Did you mean audit.mixin.ts?',
    ],
    [
      'a file with several',
      ['plus.ts', '--include', 'audit.mixin.ts'],
      'audit.mixin.ts exports several mixins: audit, strict.\n       Say which: audit.mixin.ts#audit',
    ],
    [
      'a misspelt name',
      ['plus.ts', '--include', 'audit.mixin.ts#audt'],
      'audit.mixin.ts exports no mixin "audt".\n       Did you mean audit?',
    ],
    ['a file without one', ['plus.ts', '--include', 'lib/shout.ts'], 'lib/shout.ts exports no mixin.'],
    [
      'a mixin for another hook',
      ['plus.ts', '--include', 'audit.mixin.ts#strict'],
      'the mixin audit.mixin.ts implements a hook "filterWord", which the experiment plus.ts does not have.\n       Did you mean filterWords?',
    ],
  ])('%s is refused', async (_, args, message) => {
    const { code, stderr } = await run(...args, '--namespace', 'refused')
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(project.runs('refused')).toEqual([])
  })
})

test('base and extension run side by side, in process, unchanged', async () => {
  project.write(
    'side.ts',
    `import { inherit } from 'runlab'
import { audit } from './audit.mixin.ts'
import { both } from './plus.ts'
const [words, plus, given] = await Promise.all([
  both.words.run({ system: false }),
  both.plus.run({ system: false, include: [audit] }),
  both.plus.run({ system: false, parameters: { n: inherit((n) => n - 1) } }),
])
console.log(JSON.stringify([words.params.n, plus.params.n, given.params.n, words.get('words'), plus.get('words'), given.lineage?.layers.at(-1)?.kind]))
`,
  )
  const { stdout, stderr } = await project.node('--import', REGISTER, 'side.ts')
  expect(stderr.replace(/.*no figures[^]*/, '')).not.toContain('Error')
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual([20, 21, 20, ['red', 'fox'], ['RED', 'FOX'], 'code'])
})

test('an extension runs as the program, by the loader alone', async () => {
  const { code } = await project.node('--import', REGISTER, 'twice.ts', '--namespace', 'program', '--quiet', '--n', '3')
  expect(code).toBe(0)
  expect(onlyData(project, 'program')).toMatchObject({ count: 2 })
  expect(BIN).toContain('bin.cjs')
})

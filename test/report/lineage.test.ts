import { describe, expect, test } from 'vitest'
import { FILES } from '../../src/format/files.ts'
import type { LineageMeta } from '../../src/format/lineage.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put } from './page-of.ts'

const plain = { type: 'number', description: null, usable: true, default: 10, source: 'default', value: 10 } as const
const SHA = 'ab'.repeat(32)

const LINEAGE: LineageMeta = {
  layers: [
    { kind: 'experiment', name: 'words', file: 'words.ts', line: 5, sha256: SHA },
    { kind: 'extension', name: 'many', file: 'lib/many.ts', line: null, sha256: null },
    { kind: 'config', name: 'fast', file: 'fast.yml', line: null, sha256: SHA },
    { kind: 'mixin', name: 'audit', file: 'my mixins/audit.ts', line: 3, sha256: SHA },
    { kind: 'command line', name: 'command line', file: null, line: null, sha256: null },
  ],
  parameters: {
    n: [
      { layer: 0, how: 'declared', line: 7, after: 10 },
      { layer: 1, how: 'inherited', line: 4, before: 10, after: 20 },
    ],
    m: [
      { layer: 0, how: 'declared', line: 8, after: 10 },
      { layer: 2, how: 'set', line: 3, before: 10, after: 4, written: '${M}' },
    ],
    k: [
      { layer: 0, how: 'declared', line: 9, after: 10 },
      { layer: 4, how: 'set', line: null, before: 10, after: 3 },
    ],
  },
  hooks: {
    'filter<b>': [
      { layer: 0, how: 'default', line: 15, replaced: 1 },
      { layer: 1, how: 'replace', line: 7 },
    ],
  },
}

const parameters: RunMeta['parameters'] = {
  n: { ...plain, value: 20, source: 'extension' },
  m: { ...plain, value: 4, source: 'config' },
  k: { ...plain, value: 3, source: 'command line' },
}

function run(changes: Partial<RunMeta> = {}): ReturnType<typeof makeRun> {
  return makeRun(tempFolder(), 'ns/run', {
    file: 'fast.yml',
    name: 'Fast words',
    export: null,
    parameters,
    lineage: LINEAGE,
    ...changes,
  })
}

describe('the lineage of a run', () => {
  test('is its layers, each with its file, and what its hooks call', async () => {
    const { folder } = run()
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.texts('#lineage tbody tr')).toEqual([
      'words.ts:5 the experiment abababababab',
      'lib/many.ts extends words.ts',
      'fast.yml configures lib/many.ts abababababab',
      'my mixins/audit.ts:3 mixin, included for this run abababababab',
      'command line given on the command line',
      'filter<b> words.ts:15 (replaced) → lib/many.ts:7 (replaces)',
    ])
  })

  test('leads to the code as it is archived', async () => {
    const { folder } = run()
    put(folder, `${FILES.code}/words.ts`, 'x')
    put(
      folder,
      FILES.snapshot,
      JSON.stringify({
        entry: 'words.ts',
        root: '.',
        files: [{ path: 'words.ts', source: 'words.ts', size: 1, sha256: SHA, role: 'entry' }],
        unresolved: [],
        changed: [],
        patch: { state: 'none', reason: 'no repository' },
        links: [],
      }),
    )
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.document.querySelector('#lineage a')?.getAttribute('href')).toBe('code/words.ts')
  })

  test('is with the parameters: what each layer made of them', async () => {
    const page = await pageOf(run().folder)
    expect(page.texts('#parameters tbody tr')).toEqual([
      expect.stringMatching(/^n number ?10 \(words\.ts:7\) → 20 \(lib\/many\.ts:4\) 20 extension$/),
      expect.stringMatching(/^m number ?10 \(words\.ts:8\) → 4 \(from \$\{M\}, fast\.yml:3\) 4 config$/),
      expect.stringMatching(/^k number 3 command line ?default 10$/),
    ])
  })

  test('is needed to run it again: what the run was given, and what came from the environment', async () => {
    const again = (await pageOf(run({ testing: true }).folder)).text('#again')
    expect(again).toContain("runlab run fast.yml --include 'my mixins/audit.ts' --testing -p m=4 -p k=3 --seed 42")
    const trials = { done: 1, pruned: 0, failed: 0, pending: 0, planned: 1 }
    expect((await pageOf(run({ trials, run: 'night' }).folder)).text('#again')).toContain(
      'runlab resume night runlab sweep best night > best.yml',
    )
  })

  test('is left out where there is one layer and no hook, or none was recorded', async () => {
    const [first] = LINEAGE.layers
    const one = { layers: first === undefined ? [] : [first], parameters: {}, hooks: {} }
    expect((await pageOf(run({ lineage: one }).folder)).document.querySelector('#lineage')).toBeNull()
    expect((await pageOf(run({ lineage: null }).folder)).document.querySelector('#lineage')).toBeNull()
  })
})

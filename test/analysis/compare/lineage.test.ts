import { describe, expect, test } from 'vitest'
import { compareHooks } from '../../../src/analysis/compare/compare-hooks.ts'
import { compareLayers } from '../../../src/analysis/compare/compare-layers.ts'
import type { HookImplementationMeta, LayerMeta, LineageMeta } from '../../../src/format/lineage.ts'
import { metaOf } from './compared-runs.ts'

const layer = (name: string, changes: Partial<LayerMeta> = {}): LayerMeta => ({
  kind: 'extension',
  name,
  file: `${name}.ts`,
  line: 4,
  sha256: `sha of ${name}`,
  ...changes,
})
const BASE = layer('base', { kind: 'experiment' })
const lineage = (layers: readonly LayerMeta[], hooks: LineageMeta['hooks'] = {}): LineageMeta => ({
  layers,
  parameters: {},
  hooks,
})
const hook = (at: number, how: HookImplementationMeta['how'], changes: Partial<HookImplementationMeta> = {}) => ({
  layer: at,
  how,
  line: 7,
  ...changes,
})
const counted = (num: number) => ({ prepare: { name: 'prepare', num, description: null } })

describe('layers', () => {
  test('are compared by kind, name and file; the same where code, line and who includes them are', () => {
    const [one, noise] = [layer('one'), layer('noise', { kind: 'mixin', by: 1 })]
    const before = lineage([BASE, one, noise, layer('gone')])
    const after = lineage([BASE, layer('one', { sha256: 'other' }), layer('added'), noise])
    const { entries, notes } = compareLayers(before, after)
    expect(entries.map(({ kind, name, state }) => [kind, name, state])).toEqual([
      ['experiment', 'base', 'same'],
      ['extension', 'one', 'changed'],
      ['mixin', 'noise', 'same'],
      ['extension', 'gone', 'removed'],
      ['extension', 'added', 'added'],
    ])
    expect(notes).toEqual([])
  })

  test('differ where another one includes a mixin, not where its place has another number', () => {
    const mixin = (by: number): LayerMeta => layer('noise', { kind: 'mixin', by })
    const stateOf = (before: readonly LayerMeta[], after: readonly LayerMeta[]) =>
      compareLayers(lineage(before), lineage(after)).entries.find(({ name }) => name === 'noise')?.state
    expect(stateOf([BASE, layer('a'), mixin(1)], [BASE, layer('b'), layer('a'), mixin(2)])).toBe('same')
    expect(stateOf([BASE, layer('a'), mixin(1)], [BASE, layer('a'), mixin(0)])).toBe('changed')
  })

  test('in another order are said, and equal ones are paired in theirs', () => {
    const [a, b] = [layer('a'), layer('b')]
    expect(compareLayers(lineage([BASE, a, b, a]), lineage([BASE, b, a, a]))).toMatchObject({
      entries: Array.from({ length: 4 }, () => ({ state: 'same' })),
      notes: ['the layers lie in another order'],
    })
  })

  test('are not compared where one run does not record them', () => {
    expect(compareLayers(null, lineage([BASE]))).toEqual({
      entries: [],
      notes: ['not compared: the lineage of A is not recorded'],
    })
    expect(compareLayers(null, null)).toEqual({ entries: [], notes: [] })
  })
})

describe('hooks', () => {
  const withHooks = (stack: readonly HookImplementationMeta[], layers = [BASE, layer('fast')]) =>
    metaOf({ hooks: counted(stack.length), lineage: lineage(layers, { prepare: stack }) })

  test('are the same where layers, files and ways are, in whatever lines', () => {
    const meta = withHooks([hook(0, 'default', { replaced: 1 }), hook(1, 'replace')])
    expect(compareHooks(meta, meta)).toMatchObject({ entries: [{ name: 'prepare', state: 'same' }], notes: [] })
    const moved = withHooks([hook(0, 'default', { replaced: 1, line: 99 }), hook(1, 'replace', { line: 8 })])
    expect(compareHooks(meta, moved).entries).toMatchObject([{ state: 'same' }])
  })

  test.each<[string, HookImplementationMeta, readonly LayerMeta[]]>([
    ['another way', hook(1, 'append'), [BASE, layer('fast')]],
    ['another layer', hook(1, 'replace'), [BASE, layer('slow', { file: 'fast.ts' })]],
    ['another file', hook(1, 'replace'), [BASE, layer('fast', { file: 'old/fast.ts' })]],
    ['one that is replaced', hook(1, 'replace', { replaced: 1 }), [BASE, layer('fast')]],
  ])('differ by %s', (_, implementation, layers) => {
    const entries = compareHooks(withHooks([hook(1, 'replace')]), withHooks([implementation], [...layers])).entries
    expect(entries).toMatchObject([{ name: 'prepare', state: 'changed' }])
  })

  test('name their layers', () => {
    const [entry] = compareHooks(withHooks([hook(0, 'default', { replaced: 1 }), hook(1, 'replace')]), withHooks([])).entries
    expect(entry?.before).toEqual({
      count: 2,
      implementations: [
        { how: 'default', layer: 'base', file: 'base.ts', line: 7, replacedBy: 'fast' },
        { how: 'replace', layer: 'fast', file: 'fast.ts', line: 7, replacedBy: null },
      ],
    })
    expect(entry?.after).toEqual({ count: 0, implementations: [] })
  })

  test('are compared by their number where one run has no lineage, and that is said', () => {
    const old = metaOf({ hooks: counted(2) })
    expect(compareHooks(withHooks([hook(0, 'default')]), old)).toEqual({
      entries: [
        {
          name: 'prepare',
          state: 'changed',
          before: { count: 1, implementations: null },
          after: { count: 2, implementations: null },
        },
      ],
      notes: ['compared by the number of implementations: the lineage of B is not recorded'],
    })
    expect(compareHooks(metaOf(), metaOf()).notes).toEqual([])
  })
})

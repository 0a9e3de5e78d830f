import { describe, expect, test } from 'vitest'
import type { LineageMeta } from '../../src/format/lineage.ts'
import { colorsFor } from '../../src/render/colors.ts'
import { lineageSections } from '../../src/render/lineage-sections.ts'
import { hookStories, layerTexts, parameterStories } from '../../src/render/lineage-text.ts'

const SHA = 'a'.repeat(64)
const LINEAGE: LineageMeta = {
  layers: [
    { kind: 'mixin', name: 'notify', file: 'lib/notify.mixin.ts', line: 3, sha256: SHA, by: 1 },
    { kind: 'experiment', name: 'words', file: 'words.ts', line: 5, sha256: SHA },
    { kind: 'extension', name: 'many', file: 'many.ts', line: null, sha256: null },
    { kind: 'config', name: 'fast', file: 'configs/fast.yml', line: null, sha256: SHA },
    { kind: 'mixin', name: 'audit', file: 'audit.ts', line: 1, sha256: SHA },
    { kind: 'command line', name: 'command line', file: null, line: null, sha256: null },
  ],
  parameters: {
    plain: [{ layer: 1, how: 'declared', line: 7, after: 1 }],
    given: [
      { layer: 1, how: 'declared', line: 6, after: 'a' },
      { layer: 5, how: 'set', line: null, before: 'a', after: 'b' },
    ],
    twice: [{ layer: 1, how: 'derived', line: 8, after: 2 }],
    n: [
      { layer: 1, how: 'declared', line: 9, after: 10 },
      { layer: 2, how: 'inherited', line: 4, before: 10, after: 20 },
      { layer: 3, how: 'set', line: 6, before: 20, after: 3, written: '${N:-3}' },
      { layer: 5, how: 'set', line: null, before: 3, after: 5 },
    ],
    label: [
      { layer: 0, how: 'declared', line: 4, after: 'x'.repeat(40) + 'y'.repeat(40) },
      { layer: 2, how: 'kept', line: 5, before: 'x', after: 'x' },
    ],
    tested: [
      { layer: 1, how: 'declared', line: 6, after: 1 },
      { layer: 1, how: 'set', line: 20, before: 1, after: 0, testing: true },
    ],
    own: [{ layer: 2, how: 'declared', line: 8, after: 1 }],
    key: [
      { layer: 1, how: 'declared', line: 10 },
      { layer: 3, how: 'set', line: 7 },
    ],
    when: [
      { layer: 1, how: 'declared', line: 11, after: { $runlab: 'Date', value: '2026-01-01T00:00:00.000Z' } },
      { layer: 2, how: 'derived', line: 6, before: 1, after: null },
    ],
  },
  hooks: {
    filterWords: [
      { layer: 1, how: 'default', line: 15, replaced: 2 },
      { layer: 2, how: 'replace', line: 7 },
      { layer: 3, how: 'wrap', line: null },
      { layer: 4, how: 'append', line: 2 },
    ],
    score: [{ layer: 1, how: 'abstract', line: 16 }],
  },
}

describe('the story of a lineage', () => {
  test('says what each layer is to those below', () => {
    expect(layerTexts(LINEAGE)).toEqual([
      { place: 'lib/notify.mixin.ts:3', role: 'mixin, included by words.ts' },
      { place: 'words.ts:5', role: 'the experiment' },
      { place: 'many.ts', role: 'extends words.ts' },
      { place: 'configs/fast.yml', role: 'configures many.ts' },
      { place: 'audit.ts:1', role: 'mixin, included for this run' },
      { place: 'command line', role: 'given on the command line' },
    ])
    const layers = [{ kind: 'code', name: 'code', file: null, line: null, sha256: null }] as const
    expect(layerTexts({ layers, parameters: {}, hooks: {} })).toEqual([
      { place: 'run({ parameters })', role: 'given by run({ parameters })' },
    ])
  })

  test('of parameters goes from layer to layer, and leaves out those that only the experiment has', () => {
    expect(parameterStories(LINEAGE).map(({ name, story }) => `${name}: ${story}`)).toEqual([
      'n: 10 (words.ts:9) → 20 (many.ts:4) → 3 (from ${N:-3}, configs/fast.yml:6) → 5 (command line)',
      `label: ${'x'.repeat(20)}…${'y'.repeat(19)} (lib/notify.mixin.ts:4) → kept (many.ts:5)`,
      'tested: 1 (words.ts:6) → 0 (testing, words.ts:20)',
      'key: (words.ts:10) → (configs/fast.yml:7)',
      'when: 2026-01-01T00:00:00.000Z (words.ts:11) → null (computed, many.ts:6)',
    ])
  })

  test('of hooks has those that were replaced', () => {
    expect(hookStories(LINEAGE)).toEqual([
      {
        name: 'filterWords',
        story: 'words.ts:15 (replaced) → many.ts:7 (replaces) → configs/fast.yml (around) → audit.ts:2 (after)',
      },
      { name: 'score', story: 'words.ts:16 (abstract)' },
    ])
  })

  test('of a record that someone changed is told as far as it goes', () => {
    const broken: LineageMeta = {
      layers: [],
      parameters: { n: [{ layer: 9, how: 'set', line: 1, after: 1 }], empty: [] },
      hooks: { h: [{ layer: -1, how: 'append', line: null, replaced: 7 }], none: [] },
    }
    expect(parameterStories(broken)).toEqual([{ name: 'n', story: '1 (unknown)' }])
    expect(hookStories(broken)).toEqual([
      { name: 'h', story: 'unknown (after, replaced)' },
      { name: 'none', story: '' },
    ])
  })
})

describe('a lineage on the terminal', () => {
  const show = (width: number, lineage = LINEAGE): string =>
    lineageSections(lineage, {
      values: [
        { name: 'plain', value: '1', source: '' },
        { name: 'twice', value: '2', source: 'derived' },
        { name: 'given', value: 'b', source: 'command line' },
        { name: 'own', value: '1', source: '' },
        { name: 'n', value: '5', source: 'command line' },
      ],
      colors: colorsFor({}, { NO_COLOR: '1' }),
      width,
    }).join('')

  test('has layers, values with their stories, and hooks', () => {
    expect(show(80)).toBe(`
lineage
  lib/notify.mixin.ts:3  mixin, included by words.ts
  words.ts:5             the experiment
  many.ts                extends words.ts
  configs/fast.yml       configures many.ts
  audit.ts:1             mixin, included for this run
  command line           given on the command line

parameters
  plain  1
  twice  2  derived
  given  b  command line, default a
  own    1  many.ts:8
  n      5
         10 (words.ts:9) → 20 (many.ts:4) → 3 (from \${N:-3}, configs/fast.yml:6)
         → 5 (command line)

hooks
  filterWords  words.ts:15 (replaced) → many.ts:7 (replaces) →
               configs/fast.yml (around) → audit.ts:2 (after)
  score        words.ts:16 (abstract)
`)
  })

  test('fits into the columns, but for a step that is longer', () => {
    for (const width of [60, 80, 120]) {
      expect(
        show(width)
          .split('\n')
          .filter((line) => line.length > width),
      ).toEqual([])
    }
  })

  test('of one layer is its parameters and hooks', () => {
    const { layers, hooks } = LINEAGE
    const [, own] = layers
    const one: LineageMeta = { layers: own === undefined ? [] : [own], parameters: {}, hooks: {} }
    expect(show(80, one)).toBe(
      '\nparameters\n  plain  1\n  twice  2  derived\n  given  b  command line\n  own    1\n  n      5  command line\n',
    )
    expect(show(80, { ...one, hooks })).toContain('\nhooks\n')
  })
})

import { expect, test } from 'vitest'
import { diffRuns } from '../../src/analysis/compare/diff-runs.ts'
import type { ComparedRun } from '../../src/analysis/compare/compared-run.ts'
import { cutApart } from '../../src/cli/diff/cut-apart.ts'
import { diffText } from '../../src/cli/diff/diff-text.ts'
import { fitTable } from '../../src/cli/diff/fit-table.ts'
import { differenceText, valueCells } from '../../src/cli/diff/value-cells.ts'
import type { LayerMeta } from '../../src/format/lineage.ts'
import { encodeValue } from '../../src/format/tagged-json.ts'
import { colorsFor } from '../../src/render/colors.ts'
import { codeOf, metaOf, runOf, seriesOf } from '../analysis/compare/compared-runs.ts'

const plain = (line: string): string => line
const colors = colorsFor({}, {})

async function textOf(a: ComparedRun, b: ComparedRun, { width = 80, all = false } = {}): Promise<string> {
  const codes = [codeOf('A', {}), codeOf('B', {})] as const
  const diff = await diffRuns(a, b, { all, readerOf: (run) => (run === a ? codes[0] : codes[1]).read })
  return diffText(diff, { width, colors, all })
}

/** Lines of a section, without its title. */
function sectionIn(text: string, title: string): string[] {
  const section = text.split('\n\n').find((part) => part.startsWith(title)) ?? ''
  return section.trimEnd().split('\n').slice(1)
}

test('two texts are cut in the middle, or around where they differ, so that one sees it', () => {
  const cut = (one: string, other: string) => cutApart({ text: one, most: 9 }, { text: other, most: 9 })
  expect(cut('short', 'other')).toEqual(['short', 'other'])
  expect(cut('beginning and end', 'Beginning and end')).toEqual(['begi… end', 'Begi… end'])
  expect(cut('the same but 1 here and so on', 'the same but 2 here and so on')).toEqual(['…t 1 her…', '…t 2 her…'])
  expect(cut('the end is longer', 'the end is longer and longer')).toEqual(['…s longer', '…er and …'])
})

test('a table fits: twins are cut first, the rest behind them at its end', () => {
  const note = 'what is said of it, in 35 characters'
  const rows = [{ cells: ['name', 'x'.repeat(60), 'y'.repeat(60), note], paint: plain }]
  const text = fitTable(rows, { width: 80, twins: [1, 2] })
  expect(text.trimEnd().length).toBeLessThanOrEqual(80)
  expect(text).toMatch(new RegExp(`^ {2}name {2}x+…x+ {2}y+…y+ {2}${note}\n$`))
  expect(fitTable(rows, { width: 60, twins: [1, 2] })).toMatch(/^ {2}name {2}x+…x+ {2}y+…y+ {2}what is.*…\n$/)
})

test('a table of very many rows is cut', () => {
  const rows = Array.from({ length: 502 }, (_, i) => ({ cells: [`row ${i}`], paint: plain }))
  expect(fitTable(rows, { width: 80 }).split('\n').slice(498)).toEqual([
    '  row 498',
    '  row 499',
    '  … 2 more lines: see --json',
    '',
  ])
})

test('what would talk to the terminal is shown by its picture', () => {
  expect(fitTable([{ cells: ['\u001b[31mred', 'a\nb'], paint: plain }], { width: 80 })).toBe('  ␛[31mred  a␊b\n')
})

test('values that look the same are told apart', () => {
  const cells = (one: unknown, other: unknown) => valueCells(encodeValue(one), encodeValue(other))
  expect(cells(5, '5')).toMatchObject({ before: '5', after: "'5'" })
  expect(cells('', 'x')).toMatchObject({ before: "''", after: 'x' })
  expect(cells([1, 2], [1, 3])).toEqual({ place: '', before: '[ 1, 2 ]', after: '[ 1, 3 ]', more: '' })
})

test('of long lists and texts the place is shown at which they differ', () => {
  const list = (last: number): number[] => [...Array.from({ length: 500 }, (_, i) => i), last]
  const cells = (one: unknown, other: unknown) => valueCells(encodeValue(one), encodeValue(other))
  expect(cells(list(1), list(2))).toEqual({ place: '[500]', before: '1', after: '2', more: '' })
  expect(cells({ a: list(1) }, { a: [...list(2), 7] })).toMatchObject({
    place: '.a[500]',
    before: '1',
    after: '2',
    more: '1 more place',
  })
  const long = (letter: string): string => `${'-'.repeat(5000)}${letter}${'-'.repeat(5000)}`
  const { before, after } = cells(long('x'), long('y'))
  expect([before.includes('x'), after.includes('y'), before.length <= 1001]).toEqual([true, true, true])
})

test.each([
  [{ absolute: 0.1 + 0.2 - 0.2, percent: 25 }, '+0.1, +25 %'],
  [{ absolute: -1234.5678, percent: -0.012345 }, '-1230, -0.0123 %'],
  [{ absolute: 2, percent: null }, '+2'],
  [null, ''],
])('the difference %j is %j', (difference, text) => {
  expect(differenceText(difference)).toBe(text)
})

test('two runs that are the same: nothing but that', async () => {
  const meta = metaOf({ start_time: new Date(2026, 10, 23, 15, 24, 12).getTime() / 1000 })
  const codes = codeOf('A', {
    'package.json': { role: 'project', text: '{}' },
    'yarn.lock': { role: 'project', text: 'a@1:\n  version "1"\n' },
  })
  const run = runOf({ meta, snapshot: codes.snapshot })
  const diff = await diffRuns(run, run, { readerOf: () => codes.read })
  expect(diffText({ ...diff, environment: { entries: [], same: 3, notes: [] } }, { width: 80, colors, all: false })).toBe(
    `A  word_count/2026-11-23_15-24-12_k3f9  done  started 2026-11-23 15:24:12
B  word_count/2026-11-23_15-24-12_k3f9  done  started 2026-11-23 15:24:12

The two runs do not differ in parameters, hooks, code, environment, packages,
values and series.
`,
  )
})

test('parameters show both values, their difference, and who set them; secrets none', async () => {
  const parameter = { type: 'number', description: null, usable: true, default: 1 } as const
  const a = runOf({
    meta: metaOf({
      parameters: {
        n: { ...parameter, value: 4, source: 'default' },
        key: { ...parameter, value: null, source: 'environment', redacted: true },
        token: { ...parameter, value: null, source: 'default', redacted: true },
        gone: { ...parameter, value: 'x', source: 'default' },
        same: { ...parameter, value: 1, source: 'default' },
      },
    }),
  })
  const b = runOf({
    meta: metaOf({
      parameters: {
        n: { ...parameter, value: 5, source: 'command line' },
        key: { ...parameter, value: null, source: 'environment', redacted: true },
        token: { ...parameter, value: null, source: 'environment', redacted: true },
        same: { ...parameter, value: 1, source: 'default' },
        added: { ...parameter, value: 1, source: 'config' },
      },
    }),
  })
  const text = await textOf(a, b)
  expect(text).toContain('\nparameters  3 differ, 1 is the same, 2 are not compared\n')
  expect(sectionIn(text, 'parameters')).toEqual([
    '           A        B',
    '  ~ n      4        5    +1, +25 %; default → command line',
    '  ? key    ***      ***  secret, not compared; environment',
    '  ? token  not set  ***  secret, not compared; default → environment',
    '  - gone   x        —',
    '  + added  —        1    config',
  ])
  expect(sectionIn(await textOf(a, b, { all: true }), 'parameters')).toContain('  = same   1        1')
})

test('hooks show their implementations, those of one run alone with a sign', async () => {
  const layer = (name: string) => ({ kind: 'extension', name, file: `${name}.ts`, line: 1, sha256: name }) as const
  const lineage = (middle: string, hows: readonly ('default' | 'replace' | 'wrap')[]) => ({
    layers: [layer('base'), layer(middle)],
    parameters: {},
    hooks: { prepare: hows.map((how, index) => ({ layer: index, how, line: 10 + index })) },
  })
  const run = (...args: Parameters<typeof lineage>) => {
    const meta = metaOf({ lineage: lineage(...args), hooks: { prepare: { name: 'prepare', num: 2, description: null } } })
    return runOf({ meta, lineage: meta.lineage })
  }
  const text = await textOf(run('fast', ['default', 'replace']), run('fast', ['default', 'wrap']))
  expect(sectionIn(text, 'hooks')).toEqual([
    '  ~ prepare  - replace  fast  fast.ts:11',
    '               default  base  base.ts:10',
    '             + wrap     fast  fast.ts:11',
  ])
})

test('layers show what is different about them', async () => {
  const layer = (name: string, by?: number) =>
    ({ kind: 'mixin', name, file: `${name}.ts`, line: 1, sha256: name, ...(by !== undefined && { by }) }) as const
  const run = (...layers: readonly LayerMeta[]) => {
    const lineage = { layers, parameters: {}, hooks: {} }
    return runOf({ meta: metaOf({ lineage }), lineage })
  }
  const text = await textOf(
    run(layer('fast'), layer('noise', 0)),
    run({ ...layer('fast'), line: 2, sha256: null }, layer('slow'), layer('noise', 1)),
  )

  expect(sectionIn(text, 'layers')).toEqual([
    '                                         A     B',
    '  ~ mixin fast (fast.ts)    code         fast  not read',
    '                            line         1     2',
    '  ~ mixin noise (noise.ts)  included by  fast  slow',
    '  + mixin slow (slow.ts)    defined      —     line 1',
  ])
})

test('code shows what differs line by line, files of one run alone by name; lines may look like those that name files', async () => {
  const a = codeOf('A', { 'a.sql': { text: '-- one\n' }, 'b.sql': { text: '-- x\n' }, 'c.ts': { text: '', sha256: '1' } })
  const b = codeOf('B', { 'a.sql': { text: '++ two\u001b[2J\n' }, 'd.ts': { text: '' } })
  const runs = [runOf({ snapshot: a.snapshot }), runOf({ snapshot: b.snapshot })] as const
  const diff = await diffRuns(...runs, { readerOf: (run) => (run === runs[0] ? a : b).read })
  const painted = diffText(diff, { width: 80, colors: colorsFor({ isTTY: true }, {}), all: false })
  expect(painted).toContain('\u001b[31m--- one\u001b[39m\n\u001b[32m+++ two␛[2J\u001b[39m\n')
  expect(diffText(diff, { width: 80, colors, all: false })).toContain(`
code  4 differ
  - b.sql  only in A, 1 line
  - c.ts   only in A, 0 lines
  + d.ts   only in B, 0 lines

--- A/a.sql
+++ B/a.sql
@@ -1,1 +1,1 @@
--- one
+++ two␛[2J
`)
})

test('series have a line for each fact that differs; what runlab measured is left to --all', async () => {
  const context = { split: 'val' }
  const a = runOf({ tracked: [seriesOf({ context }), seriesOf({ name: 'system/cpu' })] })
  const b = runOf({ tracked: [seriesOf({ context, last: Number.NaN, max: 2 }), seriesOf({ name: 'system/cpu', last: 0.75 })] })
  const text = await textOf(a, b)
  expect(sectionIn(text, 'series')).toEqual([
    '                          A    B',
    '  ~ loss split=val  last  0.5  NaN',
    '                    max   1    2    +1, +100 %',
    '  and 1 of what runlab itself measured (system/): --all shows it',
  ])
  expect(await textOf(a, b, { all: true })).toContain('~ system/cpu')
})

test('every line of tables and notes fits into 80 columns', async () => {
  const long = (letter: string): string => letter.repeat(300)
  const meta = (seed: number, letter: string) =>
    metaOf({
      seed,
      namespace: long('n'),
      parameters: {
        [long('p')]: {
          value: long(letter),
          type: 'string',
          description: null,
          usable: true,
          default: '',
          source: 'command line',
        },
      },
      hooks: { [long('h')]: { name: long('h'), num: seed, description: null } },
    })
  const run = (seed: number, letter: string) =>
    runOf({
      meta: meta(seed, letter),
      values: { [long('v')]: long(letter), list: Array.from({ length: 99 }, () => seed) },
      tracked: [seriesOf({ name: long('s'), context: { [long('c')]: 1 }, last: seed / 7 })],
      snapshot: codeOf('A', { [`${long(letter)}.ts`]: {} }).snapshot,
    })
  const text = await textOf(run(1, 'a'), run(2, 'b'))
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(text.split('\n').length).toBeGreaterThan(20)
})

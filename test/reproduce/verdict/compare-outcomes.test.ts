import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../src/format/verdict.ts'
import { compareOutcomes } from '../../../src/reproduce/verdict/compare-outcomes.ts'
import type { Tolerances } from '../../../src/format/tolerance.ts'
import { ENVIRONMENT, metaOf } from '../../analysis/compare/compared-runs.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { fileOf, outcomeOf } from '../outcome-runs.ts'
import type { Gave } from '../outcome-runs.ts'

type What = Omit<Gave, 'folder'>

const compare = async (before: What, after: What, tolerance: Tolerances = {}): Promise<Verdict> => {
  const folder = tempFolder()
  const [one, other] = [outcomeOf({ folder: join(folder, 'a'), ...before }), outcomeOf({ folder: join(folder, 'b'), ...after })]
  return await compareOutcomes(one, other, { tolerance })
}

/** A picture of one colour, compressed or not: other bytes, the same pixels. */
const picture = (grey: number, level: number): Uint8Array => {
  const png = new PNG({ width: 4, height: 4 })
  png.data.fill(grey)
  return PNG.sync.write(png, { deflateLevel: level })
}

describe('the verdict on two runs', () => {
  test('is identical where ending, values, points and artifacts are the same', async () => {
    const gave: What = {
      values: { loss: 0.1, nested: { nan: Number.NaN, list: [1, 2] } },
      series: { loss: [1, 0.5, Number.NaN], text: ['a', 'b'] },
      files: { 'curve.svg': '<svg/>' },
    }
    const verdict = await compare(gave, gave)
    expect(verdict).toMatchObject({ verdict: 'identical', items: [], suspects: [], firstStep: null, notes: [] })
    expect(verdict.counts).toEqual({ identical: 7, 'within tolerance': 0, different: 0, ignored: 0 })
  })

  test('names the first step that differs, the largest deviation and how many points', async () => {
    const before = [1, 0.5, 0.25, 0.125]
    const verdict = await compare(
      { series: { loss: before, late: [1, 1, 1, 1] } },
      { series: { loss: [1, 0.5, 0.26, 0.5], late: [1, 1, 1, 2] } },
    )
    expect(verdict).toMatchObject({ verdict: 'different', firstStep: { series: 'loss', step: 2 } })
    expect(verdict.items[0]).toMatchObject({
      part: 'series',
      name: 'loss',
      first: { step: 2, before: 0.25, after: 0.26 },
      largest: { step: 3, absolute: 0.375, relative: 3 },
      differing: 2,
      total: 4,
    })
  })

  test('does not let a difference within its tolerance hide one that is beyond it', async () => {
    const verdict = await compare(
      { series: { loss: [1, 1, 1] }, values: { a: 1, b: 1 } },
      { series: { loss: [1 + 1e-9, 1, 1.1] }, values: { a: 1 + 1e-9, b: 1 } },
      { '*': 1e-6 },
    )
    expect(verdict.verdict).toBe('different')
    expect(verdict.counts).toEqual({ identical: 2, 'within tolerance': 1, different: 1, ignored: 0 })
    expect(verdict.items[0]).toMatchObject({
      name: 'loss',
      verdict: 'different',
      first: { step: 2 },
      differing: 2,
      tolerance: '*=0.000001',
    })
    expect(verdict.items[1]).toMatchObject({ name: 'a', verdict: 'within tolerance' })
  })

  test.each<[string, What, What, string | null]>([
    ['a value that is missing', { values: { a: 1 } }, { values: {} }, 'it is missing now'],
    ['a series that is new', {}, { series: { loss: [1] } }, 'the original has none'],
    ['fewer points', { series: { loss: [1, 2] } }, { series: { loss: [1] } }, '2 points became 1 point'],
    [
      'other steps',
      {
        points: {
          l: [
            [0, 1],
            [5, 1],
          ],
        },
      },
      {
        points: {
          l: [
            [0, 1],
            [6, 1],
          ],
        },
      },
      'from point 2 on the steps differ: 5 became 6',
    ],
    ['a number that became NaN', { values: { a: 1 } }, { values: { a: Number.NaN } }, null],
    ['a number that became a text', { values: { a: 1 } }, { values: { a: '1' } }, null],
    ['another ending', {}, { status: 'failed' }, null],
    [
      'other bytes of no text',
      { files: { 'a.bin': Uint8Array.of(0, 1) } },
      { files: { 'a.bin': Uint8Array.of(0, 2) } },
      'the bytes differ',
    ],
  ])('is different for %s, whatever the tolerance of numbers', async (_, before, after, reason) => {
    const { verdict, items } = await compare(before, after, { '**': { relative: 1, absolute: 100 } })
    expect(verdict).toBe('different')
    expect(items[0]?.reason).toBe(reason)
  })

  test('says at which place inside of a value, and at which line of a text', async () => {
    const { items } = await compare(
      { values: { a: { list: [1, { x: 2 }] } }, files: { 'a.csv': 'x\n1\n2\n', 'b.json': '{"r":[1,2]}' } },
      { values: { a: { list: [1, { x: 3 }] } }, files: { 'a.csv': 'x\n1\n3\n', 'b.json': '{"r":[1,3]}' } },
    )
    expect(items.map(({ name, first }) => [name, first?.at, first?.before, first?.after])).toEqual([
      ['a/list', '[1].x', 2, 3],
      ['a.csv', 'line 3', '2', '3'],
      ['b.json', '.r[1]', 2, 3],
    ])
  })

  test('takes tolerances by name: numbers in JSON, pixels of pictures, what is not compared; the last that fits counts', async () => {
    const before: What = {
      values: { took: 1, x: 1 },
      files: { 'r.json': '{"a":1}', 'p.png': picture(7, 9), 'q.png': picture(7, 9) },
    }
    const after: What = {
      values: { took: 2, x: 1.5 },
      files: { 'r.json': '{ "a": 1.0001 }', 'p.png': picture(7, 0), 'q.png': picture(8, 9) },
    }
    const { items, notes } = await compare(before, after, {
      '*': 0,
      took: 'ignore',
      '*.json': 0.001,
      '*.png': 'pixels',
      x: { absolute: 0.5 },
      gone: 1,
    })
    expect(items.map(({ name, verdict, reason }) => [name, verdict, reason])).toEqual([
      ['q.png', 'different', '16 of 16 pixels differ'],
      ['took', 'ignored', null],
      ['x', 'within tolerance', null],
      ['r.json', 'within tolerance', null],
      ['p.png', 'within tolerance', null],
    ])
    expect(notes).toEqual(['The tolerance gone=1 fits nothing that the runs have.'])
  })

  test('takes what the experiment declares: as it was, above it as it is now, and above both what is asked for', async () => {
    const declared = (relative: number, ...ignored: readonly string[]): Pick<What, 'meta'> => ({
      meta: metaOf({
        verify: [
          { name: 'x', how: 'numbers', relative, absolute: 0 },
          ...ignored.map((name) => ({ name, how: 'ignore' as const, relative: 0, absolute: 0 })),
        ],
      }),
    })
    const before = { values: { x: 1, took: 1 } }
    const after = { values: { x: 1.01, took: 2 } }
    const verdicts = async (...given: Parameters<typeof compare>): Promise<readonly (readonly (string | null)[])[]> =>
      (await compare(...given)).items.map(({ name, verdict, tolerance }) => [name, verdict, tolerance])
    expect(await verdicts({ ...before, ...declared(0.1, 'took') }, after)).toEqual([
      ['x', 'within tolerance', 'x=0.1'],
      ['took', 'ignored', 'took=ignore'],
    ])
    expect(await verdicts({ ...before, ...declared(0.1, 'took') }, { ...after, ...declared(0.001) })).toEqual([
      ['x', 'different', 'x=0.001'],
      ['took', 'ignored', 'took=ignore'],
    ])
    expect(await verdicts({ ...before, ...declared(0.1, 'took') }, after, { x: 0 })).toContainEqual(['x', 'different', 'x=0'])
    expect((await compare(before, { ...after, ...declared(1, 'gone') })).notes).toEqual([])
  })

  test('compares files of a series by their checksums, and by pixels where asked', async () => {
    const folder = tempFolder()
    const [one, same, other] = [
      fileOf(folder, '1.png', picture(7, 9)),
      fileOf(folder, '2.png', picture(7, 0)),
      fileOf(folder, '3.png', picture(9, 9)),
    ]
    const gave = (...files: readonly unknown[]): What => ({ series: { image: files } })
    expect((await compare(gave(one, one), gave(one, one))).verdict).toBe('identical')
    expect((await compare(gave(one, one), gave(one, same))).items[0]).toMatchObject({ verdict: 'different', first: { step: 1 } })
    expect((await compare(gave(one, one), gave(one, same), { image: 'pixels' })).verdict).toBe('within tolerance')
    expect((await compare(gave(one, one), gave(one, other), { image: 'pixels' })).items[0]?.reason).toBe(
      '16 of 16 pixels differ (step 1)',
    )
  })

  test('leaves out what runlab itself measures', async () => {
    expect((await compare({ series: { 'system/cpu': [1] } }, { series: { 'system/cpu': [2] } })).verdict).toBe('identical')
  })

  test('says that an artifact of which no checksum is known is gone', async () => {
    const folder = tempFolder()
    const gone = { ...outcomeOf({ folder, files: { a: 'x' } }) }
    const artifact = { ...gone.artifacts.get('a'), sha256: null }
    rmSync(artifact.path)
    const without = { ...gone, artifacts: { ...gone.artifacts, [Symbol.iterator]: () => [artifact].values() } }
    const { items } = await compareOutcomes(without, outcomeOf({ folder: join(folder, 'b'), files: { a: 'x' } }))
    expect(items[0]).toMatchObject({ name: 'a', verdict: 'different', reason: 'its file is gone' })
  })

  test('suspects what differs between then and now: parameters first, the machine last', async () => {
    const meta = metaOf()
    const parameters = {
      ...meta.parameters,
      numWords: { value: 51, type: 'number', description: null, usable: true, default: 50, source: 'code' },
    } as const
    const now = {
      ...ENVIRONMENT,
      runtime: { ...ENVIRONMENT.runtime, version: 'v24.1.0' },
      cpu: { model: 'Other', count: 8 },
      env: { TZ: 'CET' },
    }
    const { suspects } = await compare(
      { values: { a: 1 }, environment: ENVIRONMENT },
      { values: { a: 2 }, environment: now, meta: { ...meta, parameters } },
    )
    expect(suspects.map(({ part, name, before, after }) => [part, name, before, after])).toEqual([
      ['parameter', 'numWords', '50', '51'],
      ['node', 'node', 'v20.19.0', 'v24.1.0'],
      ['machine', 'processors', '8 × Model', '8 × Other'],
      ['variable', 'TZ', 'UTC', 'CET'],
    ])
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listJournal, nameTogether, segmentName } from '../../../src/tracking/journal/segment-names.ts'
import { Compaction } from '../../../src/tracking/journal/compaction.ts'
import { isMerged, lotsOf, segmentsTogether } from '../../../src/tracking/journal/segments-together.ts'
import type { SegmentsAt } from '../../../src/tracking/journal/segment-names.ts'

/** The segments of a journal with these files. */
function segmentsOf(...names: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-lots-'))
  for (const name of names) writeFileSync(join(folder, name), '')
  const segments = listJournal(folder)?.segments ?? []
  rmSync(folder, { recursive: true })
  return segments
}

describe('the segments of a journal', () => {
  test('are those that no file of pages replaces', () => {
    const names = ['a-000001..000008.points.pages', 'a-000001..000002.points.pages', 'a-000003.points', 'a-000008.points.pages']
    expect(segmentsOf(...names, 'a-000009.points', 'a-000009.points.pages', 'a-000010.points', 'a-000002.jsonl')).toMatchObject([
      { name: 'a-000001..000008.points', number: 1, last: 8, isCompacted: true },
      { name: 'a-000002.jsonl', isCompacted: false },
      { name: 'a-000009.points', number: 9, last: 9, isCompacted: true },
      { name: 'a-000010.points', isCompacted: false },
    ])
  })

  test('are named together where they follow one another', () => {
    expect(nameTogether(['main-000003.points'])).toBe('main-000003.points')
    expect(nameTogether(['main-000003.points', 'main-000004.points'])).toBe('main-000003..000004.points')
    expect(nameTogether(['p-1-000001..000008.points', 'p-1-000009.points'])).toBe('p-1-000001..000009.points')
    expect(() => nameTogether(['main-000003.points', 'main-000005.points'])).toThrow(RangeError)
    expect(() => nameTogether([])).toThrow(RangeError)
  })
})

describe('lots', () => {
  test('have the more segments the more series there are, a power of two', () => {
    expect([0, 1, 128, 129, 256, 257, 1000, 10_000, 1e6].map(segmentsTogether)).toEqual([1, 1, 1, 2, 2, 4, 8, 8, 8])
    expect([1000, 1024, 1025, 10_000].map(isMerged)).toEqual([false, false, true, true])
  })

  test('of what is left end at gaps, and with multiples of their size', () => {
    const names = [1, 2, 4, 5, 7, 8, 9, 10].map((number) => segmentName('main', number, 'points'))
    const segments = segmentsOf(...names, 'main-000006.points.pages', 'main-000001.jsonl', 'other-000011.points')
    const numbers = (seriesOf: (label: string) => number) =>
      lotsOf(segments, seriesOf).map((lot) => lot.names.map((name) => Number(/-0*(\d+)/.exec(name)?.[1])))
    expect(numbers(() => 1)).toEqual([[1], [2], [4], [5], [7], [8], [9], [10], [11], [1]])
    expect(numbers((label) => (label === 'main' ? 500 : 1))).toEqual([[1, 2], [4], [5], [7, 8], [9, 10], [11], [1]])
  })
})

describe('compaction while a run goes on', () => {
  /** What is asked of a thread for so many segments of so many series. */
  async function asked(segments: number, series: number, failing = -1): Promise<string[]> {
    const all: string[] = []
    let calls = 0
    const note = (what: string, { names }: SegmentsAt): void => void all.push(`${what} ${nameTogether(names)}`)
    const compaction = new Compaction({
      series: () => series,
      reuse: () => undefined,
      pages: {
        compact: async (at) => {
          if (calls++ === failing) throw new Error('no room')
          note('compact', at)
        },
        merge: async (at) => note('merge', at),
        seal: () => Promise.reject(new Error('not asked')),
      },
    })
    for (let number = 1; number <= segments; number++)
      compaction.add({ folder: '/f', name: segmentName('main', number, 'points'), type: 'points' })
    await compaction.finish()
    return all
  }

  test('takes one segment after the other where series are few', async () => {
    expect(await asked(130, 100)).toEqual(
      Array.from({ length: 130 }, (_, i) => `compact ${segmentName('main', i + 1, 'points')}`),
    )
  })

  test('takes lots where they are many, and merges these', async () => {
    const all = await asked(263, 10_000)
    expect(all[0]).toBe('compact main-000001..000008.points')
    expect(all.filter((each) => each.startsWith('merge'))).toEqual([
      'merge main-000001..000128.points',
      'merge main-000129..000256.points',
    ])
    expect(all).toHaveLength(34)
  })

  test('merges nothing across a lot that could not be compacted', async () => {
    const all = await asked(128, 10_000, 3)
    expect(all.filter((each) => each.startsWith('merge'))).toEqual(['merge main-000033..000128.points'])
  })

  test('says when it is behind', () => {
    const never = new Promise<undefined>(() => undefined)
    const compaction = new Compaction({
      series: () => 1,
      reuse: () => undefined,
      pages: { compact: async () => await never, merge: async () => await never, seal: async () => await (never as never) },
    })
    const wasBehind = Array.from({ length: 26 }, (_, i) => {
      compaction.add({ folder: '/f', name: segmentName('main', i + 1, 'points'), type: 'points' })
      return compaction.isBehind
    })
    expect(wasBehind.lastIndexOf(false)).toBe(23)
  })
})

import { expect, test } from 'vitest'
import { diffRuns } from '../../../src/analysis/compare/diff-runs.ts'
import type { ComparedRun } from '../../../src/analysis/compare/compared-run.ts'
import { codeOf, metaOf, runOf, seriesOf } from './compared-runs.ts'

const codes = [codeOf('A', { 'a.ts': { text: '1' } }), codeOf('B', { 'a.ts': { text: '2' } })] as const
const shared = { tracked: [seriesOf()] }
const a = runOf({ ...shared, name: 'first', snapshot: codes[0].snapshot, values: { x: 1, y: 1 } })
const b = runOf({ ...shared, name: 'second', snapshot: codes[1].snapshot, values: { x: 1, y: 2 } })
const readerOf = (run: ComparedRun) => (run === a ? codes[0] : codes[1]).read

test('what differs is listed, and what is the same counted', async () => {
  const diff = await diffRuns(a, b, { readerOf })
  expect(diff.runs.map(({ name, startTime }) => [name, startTime])).toEqual([
    ['first', metaOf().start_time],
    ['second', metaOf().start_time],
  ])
  expect(diff.values).toMatchObject({ entries: [{ path: 'y' }], same: 1 })
  expect(diff.series).toEqual({ entries: [], same: 1, notes: [] })
  expect(diff.parameters).toEqual({ entries: [], same: 1, notes: [] })
  expect(diff.code?.entries[0]?.diff).toContain('-1\n')
})

test('with `all` what is the same is listed, too, and counted the same', async () => {
  const diff = await diffRuns(a, b, { readerOf, all: true })
  expect(diff.values).toMatchObject({ entries: [{ path: 'x', state: 'same' }, { path: 'y' }], same: 1 })
  expect(diff.series).toMatchObject({ entries: [{ state: 'same' }], same: 1 })
})

test('without code no file is read for it', async () => {
  const read = (): never => {
    throw new Error('read')
  }
  expect((await diffRuns(a, b, { readerOf: () => read, code: false })).code).toBeNull()
  await expect(diffRuns(a, b, { readerOf: () => read })).rejects.toThrow('read')
})

test('it is plain data', async () => {
  const diff = await diffRuns(a, b, { readerOf, all: true })
  expect(JSON.parse(JSON.stringify(diff))).toEqual(diff)
})

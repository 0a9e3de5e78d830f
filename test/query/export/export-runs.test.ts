import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { beforeEach, describe, expect, test } from 'vitest'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { globPattern } from '../../../src/internal/glob-pattern.ts'
import { exportRuns } from '../../../src/query/export/export-runs.ts'
import type { ExportOptions, Exported } from '../../../src/query/export/export-runs.ts'
import { readRuns } from '../../../src/query/read-runs.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { JournalBuilder } from '../../tracking/sealing/support/build-journal.ts'

let archive = ''
let to = ''

const parameter = (value: number | string) =>
  ({ value, type: 'any', description: null, usable: true, default: 0, source: 'code' }) as never

/** A run with a series of numbers in two contexts and one of text. */
async function addRun(name: string, { rate, seed, steps }: { rate: number | string; seed: number; steps: readonly number[] }) {
  const writer = makeRun(archive, `study/${name}`, {
    ...{ run: name, namespace: 'study', seed, start_time: seed, status: 'done', phase: 'ended' },
    parameters: { rate: parameter(rate), day: parameter('2026-01-02') },
  })
  const tree = new ValueTree()
  tree.set('metrics/loss', seed / 2)
  tree.set('best', Number.NaN)
  writer.writeData(tree)
  const journal = new JournalBuilder(writer.folder)
  for (const split of ['train', 'val']) {
    const loss = journal.define('loss', { context: { split } })
    for (const step of steps) journal.write(loss, [step, 1000 + Math.floor(step), step === 0 ? Number.NaN : seed + step])
  }
  await sealTracked(writer.folder, 'runlab test')
  return writer.folder
}

async function exported(options: Partial<ExportOptions> = {}): Promise<Exported> {
  const { runs } = await readRuns(archive, {}, new Date())
  return await exportRuns(runs, { to, archive, format: 'parquet', artifacts: [], force: false, ...options })
}

const rowsOf = async (name: string): Promise<Record<string, unknown>[]> =>
  await parquetReadObjects({ file: await asyncBufferFromFile(join(to, name)) })

beforeEach(() => {
  archive = tempFolder()
  to = join(tempFolder(), 'out')
})

describe('an export', () => {
  test('has a row a point and a row a run, with types', async () => {
    await addRun('one', { rate: 0.5, seed: 1, steps: [0, 1, 2] })
    await addRun('two', { rate: 1, seed: 2, steps: [0] })
    expect(await exported()).toMatchObject({ runs: 2, points: 8, unread: [] })
    const points = await rowsOf('points.parquet')
    const names = { namespace: 'study', run: 'one', series: 'loss', kind: 'number', 'context.split': 'val', data: null }
    expect(points.at(-1)).toEqual({ ...names, step: 2n, time: new Date(1002), value: 3 })
    expect(points[0]).toMatchObject({ run: 'two', 'context.split': 'train', value: Number.NaN })
    expect((await rowsOf('runs.parquet'))[1]).toMatchObject({
      ...{ run: 'one', seed: 1n, start: new Date(1000), tags: null, testing: false, 'params.rate': 0.5 },
      ...{ 'params.day': '2026-01-02', 'data.metrics/loss': 0.5, 'data.best': Number.NaN, 'series.loss split=val.last': 3 },
    })
    expect(readdirSync(to).toSorted()).toEqual(['points.parquet', 'runs.parquet'])
  })

  test('has steps with fractions where a later run has one, and text where values are of several types', async () => {
    await addRun('old', { rate: 'high', seed: 1, steps: [0.5] })
    await addRun('new', { rate: 1, seed: 2, steps: [7] })
    await exported()
    expect((await rowsOf('points.parquet')).map(({ step }) => step)).toEqual([7, 7, 0.5, 0.5])
    expect((await rowsOf('runs.parquet')).map((run) => run['params.rate'])).toEqual(['1', 'high'])
  })

  test('is comma-separated where it is asked for', async () => {
    await addRun('one', { rate: 0.5, seed: 1, steps: [0, 1] })
    await exported({ format: 'csv' })
    expect(readFileSync(join(to, 'points.csv'), 'utf8').split('\n').slice(0, 3)).toEqual([
      'namespace,run,series,kind,context.split,step,time,value,data',
      'study,one,loss,number,train,0,1970-01-01T00:00:01.000Z,NaN,',
      'study,one,loss,number,train,1,1970-01-01T00:00:01.001Z,2,',
    ])
    expect(readFileSync(join(to, 'runs.csv'), 'utf8')).toMatch(/^namespace,run,status,.*\nstudy,one,done,/)
  })

  test('names what cannot be read, and has the rest', async () => {
    const damaged = await addRun('damaged', { rate: 1, seed: 1, steps: [0, 1, 2] })
    await addRun('whole', { rate: 1, seed: 2, steps: [0] })
    truncateSync(join(damaged, 'tracked/series.parquet'), 40)
    writeFileSync(join(damaged, 'experiment_data.json'), '{')
    const { points, unread } = await exported()
    expect(points).toBe(2)
    expect(unread.map(({ what }) => what)).toEqual(expect.arrayContaining(['study/damaged', 'study/damaged: series loss']))
    expect(await rowsOf('runs.parquet')).toHaveLength(2)
  })
})

describe('the folder of an export', () => {
  test('is refused where it has something in it, is a file or lies in the archive: EXPORT_FOLDER', async () => {
    const run = await addRun('one', { rate: 1, seed: 1, steps: [0] })
    mkdirSync(to)
    writeFileSync(join(to, 'mine.txt'), '')
    const refusal = (reason: string) =>
      expect.objectContaining({ code: 'EXPORT_FOLDER', message: expect.stringContaining(reason) as string })
    await expect(exported()).rejects.toEqual(refusal('it is not empty: mine.txt'))
    await expect(exported({ to: join(to, 'mine.txt') })).rejects.toEqual(refusal('it is a file'))
    await expect(exported({ to: join(run, 'out'), force: true })).rejects.toEqual(refusal('it lies in the archive'))
    expect((await exported({ force: true })).points).toBe(2)
    expect(readdirSync(to)).toContain('mine.txt')
  })

  test('is written anew where an export was interrupted', async () => {
    await addRun('one', { rate: 1, seed: 1, steps: [0] })
    mkdirSync(to)
    for (const name of ['EXPORT-NOT-FINISHED.txt', 'points.parquet.partial', 'runs.parquet']) writeFileSync(join(to, name), 'x')
    expect((await exported()).points).toBe(2)
    expect(readdirSync(to).toSorted()).toEqual(['points.parquet', 'runs.parquet'])
  })
})

test('a pattern without folders means files in any folder', () => {
  const names = ['a.png', 'plots/b.png', 'plots/deep/c.png', 'a.pngx']
  const matching = (pattern: string): readonly string[] => names.filter((name) => globPattern(pattern).test(name))
  expect(matching('*.png')).toEqual(names.slice(0, 3))
  expect(matching('plots/*.png')).toEqual(['plots/b.png'])
  expect(matching('plots/**')).toEqual(['plots/b.png', 'plots/deep/c.png'])
  expect(matching('**/?.png')).toEqual(names.slice(0, 3))
})

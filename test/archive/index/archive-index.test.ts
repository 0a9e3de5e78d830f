import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { ArchiveIndex } from '../../../src/archive/index/archive-index.ts'
import { Row } from '../../../src/archive/index/block.ts'
import { briefOf } from '../../../src/archive/index/run-brief.ts'
import type { RunBrief } from '../../../src/archive/index/run-brief.ts'
import { readSegment, writeSegment } from '../../../src/archive/index/segment.ts'
import { listRuns, newestRuns, walkRuns } from '../../../src/archive/listing/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../../../src/archive/listing/list-runs.ts'
import { FILES } from '../../../src/format/files.ts'
import type { RunMeta } from '../../../src/format/meta.ts'
import { openArchive } from '../../../src/query/open-archive.ts'
import { sampleMeta } from '../support/sample-meta.ts'
import { tempFolder } from '../support/temp-folder.ts'

const COUNT = 110
let archive = ''
let hours = 0

beforeEach(() => {
  archive = tempFolder()
  for (let i = 0; i < COUNT; i++) addRun(`study/run${i}`, { start_time: i })
})

/** A file of a run that was written some hours ago, each at another time. */
function write(path: string, text: string): void {
  const file = join(archive, path)
  writeFileSync(file, text)
  age(file)
}

function age(file: string): void {
  const time = Math.floor(Date.now() / 1000) - 3600 * ++hours // whole seconds come back as they were set
  utimesSync(file, time, time)
}

function addRun(path: string, changes: Partial<RunMeta>, value = changes.start_time): void {
  mkdirSync(join(archive, path, FILES.internal), { recursive: true })
  write(join(path, FILES.data), JSON.stringify({ v: value }))
  write(join(path, FILES.meta), JSON.stringify(sampleMeta(changes)))
}

const BRIEF = Object.keys(briefOf(sampleMeta({}))) as readonly (keyof RunBrief)[]
const facts = ({ brief }: ListedRun): unknown => Object.fromEntries(BRIEF.map((key) => [key, brief[key]]))
const said = (run: ListedRun | UnreadableRun): unknown =>
  'error' in run ? [run.run, run.error.code] : [run.namespace, run.run, run.start, run.status, run.life, facts(run)]
const listed = (): readonly unknown[] => listRuns(archive).map(said)
/** What the runs themselves say. */
const written = (): readonly unknown[] => [...walkRuns(archive)].toSorted((a, b) => startOf(b) - startOf(a)).map(said)
const startOf = (run: ListedRun | UnreadableRun): number => ('error' in run ? -Infinity : run.start)
const sectionOf = (section = 'runs'): string => join(archive, '.runlab-index', `${section}-7`)
const segments = (section?: string): readonly string[] => readdirSync(sectionOf(section))
const pathsIn = (name: string): readonly string[] =>
  readSegment(sectionOf(), name)?.blocks.flatMap((block) => [...block.paths]) ?? []
const rows = (): number => segments().flatMap(pathsIn).length

test('a run that is as it was is not read again', () => {
  const before = listed()
  expect(before).toEqual(written())
  expect(rows()).toBe(COUNT)
  const file = join(archive, 'study/run7', FILES.meta)
  const { mtimeMs, size } = statSync(file)
  writeFileSync(file, 'x'.repeat(size))
  utimesSync(file, mtimeMs / 1000, mtimeMs / 1000)
  expect(listed()).toEqual(before)
})

describe('a list says what the runs say when', () => {
  const other = sampleMeta({ start_time: 5.5, status: 'failed' })
  test.each<[string, () => void]>([
    ['a run is new', () => addRun('study/deep/new', { start_time: 1000 })],
    ['a run has changed', () => addRun('study/run7', { start_time: 7, status: 'failed', description: 'Ünïcode "\\\n' })],
    ['a run is replaced within the same tick, by a file of the same size', () => replaceAlike('study/run7')],
    ['a run is gone', () => rmSync(join(archive, 'study/run7'), { recursive: true })],
    ['a run is damaged', () => write(`study/run7/${FILES.meta}`, '{')],
    ['a run is renamed', () => renameSync(join(archive, 'study/run7'), join(archive, 'study/"named" ä'))],
    ['two runs change places', () => changePlaces('study/run7', 'study/run8')],
    ['a run goes on', () => addRun('study/run7', { status: 'running', phase: 'run' })],
    ['a run was cut short', () => addRun('study/run7', { ...other, phase: 'afterRun' })],
    ['a namespace takes the place of a run', () => renameSync(join(archive, 'study/run7', FILES.meta), join(archive, 'm'))],
  ])('%s', (_, change) => {
    listed()
    change()
    expect(newestRuns(archive, Infinity).runs.map(said)).toEqual(written())
    expect(listed()).toEqual(written())
    expect(listed()).toEqual(written())
  })
})

test('of the newest runs those are looked at that are shown, and the others when one of these has changed', () => {
  const newest = (): unknown => {
    const { runs, count } = newestRuns(archive, 2)
    return [count, ...runs.map(({ run }) => run)]
  }
  expect(newest()).toEqual([COUNT, 'run109', 'run108'])
  addRun('study/run7', { start_time: 1000 })
  expect(newest()).toEqual([COUNT, 'run109', 'run108'])
  write(`study/run108/${FILES.meta}`, '{')
  expect(newest()).toEqual([COUNT, 'run7', 'run109'])
  addRun('study/new', { start_time: 2000 })
  expect(newest()).toEqual([COUNT + 1, 'new', 'run7'])
  rmSync(join(archive, 'study/new'), { recursive: true })
  expect(newest()).toEqual([COUNT, 'run7', 'run109'])
})

function replaceAlike(path: string): void {
  const file = join(archive, path, FILES.meta)
  const { mtimeMs } = statSync(file)
  writeFileSync(`${file}.new`, readFileSync(file, 'utf8').replace('Counts words.', 'Counts wordz.'))
  utimesSync(`${file}.new`, mtimeMs / 1000, mtimeMs / 1000)
  renameSync(`${file}.new`, file)
}

function changePlaces(one: string, other: string): void {
  renameSync(join(archive, one), join(archive, 'aside'))
  renameSync(join(archive, other), join(archive, one))
  renameSync(join(archive, 'aside'), join(archive, other))
}

test('what was written a moment ago, goes on or was cut short is read again each time', () => {
  const now = Date.now() / 1000
  utimesSync(join(archive, 'study/run1', FILES.meta), now, now)
  addRun('study/run2', { status: 'running', phase: 'run' })
  addRun('study/run3', { phase: 'afterRun' })
  listed()
  expect(rows()).toBe(COUNT - 3)
})

describe('an index that', () => {
  const damages: readonly [string, (file: string) => void][] = [
    ['is cut off', (file) => truncateSync(file, 5000)],
    ['is empty', (file) => truncateSync(file, 0)],
    ['has a wrong byte', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('word_count', 'word_kount'))],
    ['was appended to', (file) => appendFileSync(file, '["study/run7",1,1,1,1,{}]\n')],
    ['is a folder', (file) => (rmSync(file), mkdirSync(file))],
    ['was deleted', () => rmSync(join(archive, '.runlab-index'), { recursive: true })],
  ]
  test.each(damages)('%s is made anew', (_, damage) => {
    const before = listed()
    damage(join(sectionOf(), segments()[0] ?? ''))
    expect(listed()).toEqual(before)
    expect(rows()).toBe(COUNT)
    expect(segments()).toHaveLength(1)
  })

  test('another runlab has written says what it can', () => {
    const before = listed()
    const [name = ''] = segments()
    const kept = readSegment(sectionOf(), name)?.blocks.flatMap((block) =>
      block.paths.map((_, row) => new Row(block, row).toNew()),
    )
    const other = (key: string): string => key.replace('start_time', 'began_at')
    rmSync(join(sectionOf(), name))
    const changed = kept?.map((row) => {
      return { ...row, keys: row.keys.map(other), cells: row.cells.map((cell) => (cell === 'done' ? 1 : cell)) }
    })
    Array.from(writeSegment(sectionOf(), 1, changed ?? []))
    const [theirs = ''] = segments()
    expect(listed()).toEqual(before)
    expect(segments()).toEqual([theirs])
  })

  test('cannot be written is not, without a word', () => {
    writeFileSync(join(archive, '.runlab-index'), '')
    expect(listed()).toEqual(written())
    expect(readFileSync(join(archive, '.runlab-index'), 'utf8')).toBe('')
  })

  test('moves with its archive', () => {
    const before = listed()
    const [name = ''] = segments()
    renameSync(archive, `${archive}-moved`)
    archive = `${archive}-moved`
    expect(listed()).toEqual(before)
    expect(segments()).toEqual([name])
  })
})

test('what an earlier format has left goes when the index is made anew, and what is not its own stays', () => {
  const inIndex = (name: string): string => join(archive, '.runlab-index', name)
  for (const name of ['runs-3', 'values-3', 'runs-99', 'notes']) mkdirSync(inIndex(name), { recursive: true })
  listRuns(archive)
  expect(readdirSync(inIndex('.')).toSorted()).toEqual(['notes', 'runs-7', 'runs-99', 'values-3'])
})

test('a few runs are in no index', () => {
  archive = tempFolder()
  for (let i = 0; i < 20; i++) addRun(`run${i}`, { start_time: i })
  expect(listed()).toHaveLength(20)
  expect(readdirSync(archive)).not.toContain('.runlab-index')
})

test('one more run costs one more row; many of them a few files', () => {
  listed()
  const [first = ''] = segments()
  addRun('study/new0', { start_time: 1000 })
  listed()
  const [, second = ''] = segments()
  expect(pathsIn(second)).toEqual(['study/new0'])
  expect(segments()).toEqual([first, second])
  for (let i = 1; i < 40; i++) {
    addRun(`study/new${i}`, { start_time: 1000 + i })
    listed()
    expect(segments()).toContain(first)
    expect(segments().length).toBeLessThanOrEqual(8)
  }
  expect(rows()).toBe(COUNT + 40)
  expect(listed()).toEqual(written())
})

test('of runs that are gone entries are forgotten where they are many', () => {
  for (let i = 0; i < COUNT; i++) addRun(`other/run${i}`, { start_time: i })
  listed()
  for (let i = 0; i < COUNT; i++) addRun(`third/run${i}`, { start_time: i })
  rmSync(join(archive, 'other'), { recursive: true })
  rmSync(join(archive, 'study'), { recursive: true })
  expect(listed()).toEqual(written())
  expect(rows()).toBe(COUNT)
})

test('several who read and write at once leave an index that is right', () => {
  const indexes = Array.from({ length: 4 }, () => new ArchiveIndex(archive))
  for (const [i, index] of indexes.entries()) {
    addRun(`study/of${i}`, { start_time: 500 + i })
    listRuns(archive, { index })
  }
  for (const index of indexes) Array.from(index.save())
  expect(listed()).toEqual(written())
  for (const index of indexes) Array.from(index.save())
  expect(listed()).toEqual(written())
})

describe('values and series that queries ask for', () => {
  const series = { name: 'loss', context: { fold: 1 }, kind: 'number', count: 3, first_step: 0, last_step: 2, first_time: 1 }
  const summary = { ...series, last_time: 2, last: { $runlab: 'Number', value: 'NaN' }, min: 1, max: 2, mean: 1.5, non_finite: 1 }
  const columns = ['data.v', 'series["loss fold=1"].last', 'series["loss fold=1"].mean', 'params.numWords']
  const table = async (): Promise<unknown> => (await openArchive(archive).table({ columns, sort: ['data.v'] })).rows
  const seriesOf = (path: string, mean: number): void =>
    write(`${path}/${FILES.series}`, `{"notes":[]}\n${JSON.stringify({ ...summary, mean, parts: [] })}\n`)

  beforeEach(() => {
    for (let i = 0; i < COUNT; i++) seriesOf(`study/run${i}`, i)
  })

  test('are read without the metadata, which are large, of runs that the index knows', async () => {
    listed()
    const file = join(archive, 'study/run7', FILES.meta)
    const { mtimeMs, size } = statSync(file)
    writeFileSync(file, 'x'.repeat(size))
    utimesSync(file, mtimeMs / 1000, mtimeMs / 1000)
    const where = 'data.v == 7 && series["loss fold=1"].mean == 7.0'
    const found: string[] = []
    for await (const run of openArchive(archive).runs({ where })) found.push(run.folder)
    expect(found).toEqual([join(archive, 'study/run7')])
  })

  test('are the same from the index', async () => {
    const before = await table()
    expect(before).toMatchObject(Array.from({ length: COUNT }, (_, i) => ({ v: i, run: `run${i}` })))
    expect([segments('values'), segments('series')]).toEqual([[expect.any(String)], [expect.any(String)]])
    expect(await table()).toEqual(before)
  })

  test('are read again where they have changed', async () => {
    await table()
    addRun('study/run7', { start_time: 7 }, 700)
    seriesOf('study/run8', 800)
    const again = await table()
    expect(again).toMatchObject({ [COUNT - 1]: { v: 700 }, 7: { 'series["loss fold=1"].mean': 800 } })
    rmSync(join(archive, '.runlab-index'), { recursive: true })
    expect(await table()).toEqual(again)
  })

  test('are read from the run where there is a journal, which has more', async () => {
    mkdirSync(join(archive, 'study/run7', FILES.journal), { recursive: true })
    const journal = join(archive, 'study/run7', FILES.journal, 'values-1.jsonl')
    writeFileSync(journal, '{"key":"v","value":-1}\n')
    await table()
    appendFileSync(journal, '{"key":"v","value":-2}\n')
    expect(await table()).toMatchObject({ 0: { v: -2, run: 'run7' } })
  })

  test('are the same from the index for whatever expressions ask', async () => {
    const value = { value: 1, type: 'number', description: null, usable: true, default: 0, source: 'code' } as const
    const trees = [
      { v: 1, m: { loss: 0.5, deep: { x: 'ä' } }, list: [1, 2], none: {}, $$runlab: 3 },
      {
        m: 7,
        'odd/key': 1,
        date: { $runlab: 'Date', value: '2026-01-02T00:00:00.000Z' },
        big: { $runlab: 'BigInt', value: '12' },
      },
      { v: { $runlab: 'Number', value: 'NaN' }, m: { loss: -0, other: null }, broken: { $runlab: 'Unheard', value: 1 } },
      { v: 'text', m: {}, undef: { $runlab: 'undefined', value: null } },
    ]
    for (let i = 0; i < 150; i++) {
      const rate = { ...value, value: i % 3 === 0 ? { low: i, high: 2 } : i }
      const secret = { ...value, value: null, redacted: true } as const
      addRun(`study/run${i}`, { start_time: i, parameters: { rate, ...(i % 5 === 0 ? { secret } : {}) } })
      write(`study/run${i}/${FILES.data}`, JSON.stringify(trees[i % 4]))
    }
    const asked = [
      ...['data.v', 'data.m', 'data.m.loss', 'data["m/loss"]', 'data.m.deep.x', 'data.list[1]', 'data.none', 'data["$runlab"]'],
      ...[
        'data.date',
        'data.big',
        'data.undef',
        'has(data.broken)',
        'data.m.other',
        'has(data.m.loss)',
        '!has(data.m.loss)',
        'data',
      ],
      ...['has(data.v) && data.v == 1.0', 'size(data)', '"v" in data', 'data.m.loss < 1.0 ? params.rate : 0', 'data.v', 'seed'],
      ...['params.rate', 'params.rate.low', 'has(params.secret)', 'params.rate > 50', 'size(params)', 'status == "done"'],
      ...['series["loss fold=1"]', 'series["loss fold=1"].last', 'series["loss fold=1"].mean > 50.0', '"loss fold=1" in series'],
      ...['series["loss fold=1"].context', 'size(series) + size(data)', 'data.list.exists(v, v > 1.0)', 'data["odd/key"]'],
    ]
    const tableOf = async (): Promise<unknown> => (await openArchive(archive).table({ columns: asked })).rows
    const before = await tableOf()
    expect(segments('values')).not.toEqual([])
    expect(await tableOf()).toEqual(before)
    for (const where of ['data.m.loss < 1.0', '!has(data.m.loss)', 'series["loss fold=1"].mean > 50.0 && params.rate > 60']) {
      const withIndex = await openArchive(archive).table({ where, sort: ['-data.v', 'params.rate'], columns: [] })
      rmSync(join(archive, '.runlab-index'), { recursive: true })
      expect(withIndex.rows).toEqual(
        (await openArchive(archive).table({ where, sort: ['-data.v', 'params.rate'], columns: [] })).rows,
      )
      await tableOf()
    }
  })
})

test('others of the thread have their turn while an archive is gone through, read and from the index', async () => {
  for (const way of ['read', 'index']) {
    let turns = 0
    let goesOn = true
    const turn = (): void => {
      turns += 1
      if (goesOn) setImmediate(turn)
    }
    setImmediate(turn)
    let found = 0
    // oxlint-disable-next-line no-await-in-loop -- the second time from the index
    for await (const run of openArchive(archive).runs({ where: 'data.v >= 0', sort: ['-data.v'] }))
      found += Number(run.name !== '')
    goesOn = false
    expect(found).toBe(COUNT)
    expect(turns, way).toBeGreaterThan(4 * (COUNT / 16)) // listed, looked at, filtered, sorted
  }
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { frameOf } from '../../../src/tracking/journal/point-frames.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { planPages } from '../../../src/tracking/sealing/join-pages.ts'
import { readSealedNotes } from '../../../src/tracking/reading/sealed-list.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { isSame } from '../columns/bits.ts'
import { randomDoubles, randomFrom } from '../columns/random.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { openDuckDb, readWithHyparquet } from './support/read-elsewhere.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-sealed-'))
let run = ''
let number = 0
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(run)
})

const START = 1_776_000_000_000
const seal = async (): ReturnType<typeof sealTracked> => await sealTracked(run, 'runlab test')
const reader = (): TrackedReader => new TrackedReader(run, new KindRegistry())
const parquet = (): string => join(run, 'tracked/series.parquet')

describe('the sealed file', () => {
  test('takes at most nine bytes a point for random values with steps and times as loops have them', async () => {
    const journal = new JournalBuilder(run)
    const random = randomFrom(3)
    const series = Array.from({ length: 4 }, (_, i) => journal.define(`metric ${i}`))
    const values = randomDoubles(1, 40_000)
    let time = START
    for (let batch = 0; batch < 10; batch++) {
      const points = Array.from({ length: 1000 }, (_, i) => {
        time += random() < 0.3 ? 1 : 0
        const step = batch * 1000 + i
        return series.map((one, s) => [one, step, time, values[step * 4 + s] as number] as const)
      })
      journal.writeMixed(...points.flat())
      if (batch % 2 === 1) journal.cut()
    }
    expect((await seal())?.points).toBe(40_000)
    expect(statSync(parquet()).size).toBeLessThanOrEqual(9 * 40_000)
  })

  test('is split into groups of rows, and whole in spite of that', async () => {
    const journal = new JournalBuilder(run)
    const series = ['a', 'b', 'c'].map((name) => journal.define(name))
    for (let segment = 0; segment < 5; segment++) {
      for (const [s, { id }] of series.entries()) {
        const points = new Float64Array(76_000 * 4)
        for (let i = 0; i < 76_000; i++) points.set([id, segment * 76_000 + i, START + i, s], i * 4)
        journal.append(journal.segment('main', 'points'), Buffer.concat(frameOf(points)))
      }
      journal.cut()
    }
    await seal()
    const duckDb = await openDuckDb()
    const groups = await duckDb.query(`SELECT count(DISTINCT row_group_id)::INT AS n FROM parquet_metadata('${parquet()}')`)
    expect(groups[0]?.['n']).toBe(2)
    const counts = await duckDb.query(
      `SELECT series, count(*)::INT AS n, sum(step)::DOUBLE AS steps, sum(value) AS total FROM '${parquet()}' GROUP BY ALL ORDER BY ALL`,
    )
    duckDb.close()
    const steps = (380_000 * 379_999) / 2
    expect(counts).toEqual(['a', 'b', 'c'].map((name, i) => ({ series: name, n: 380_000, steps, total: i * 380_000 })))
    for (const name of ['a', 'b', 'c']) {
      expect(
        isSame(
          reader().series(name).steps,
          Float64Array.from({ length: 380_000 }, (_, i) => i),
        ),
      ).toBe(true)
    }
  })

  test('has the checksum and the size that its list says, and where its series lie', async () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('loss', { context: { split: 'val' } }), [0, START, 1], [1, START + 5, 3])
    expect(await seal()).toEqual({ series: 1, points: 2, torn: 0, notes: [] })
    const [head, line] = readFileSync(join(run, '.runlab/series.jsonl'), 'utf8').split('\n')
    const bytes = readFileSync(parquet())
    expect(JSON.parse(head ?? '')).toEqual({
      file: 'tracked/series.parquet',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    expect(JSON.parse(line ?? '')).toMatchObject({
      name: 'loss',
      context: { split: 'val' },
      kind: 'number',
      count: 2,
      first_step: 0,
      last_step: 1,
      first_time: START,
      last_time: START + 5,
      last: 3,
      min: 1,
      max: 3,
      mean: 2,
      non_finite: 0,
      parts: [{ sender: 'main', pages: [{ rows: 2, step_type: 'integer' }] }],
    })
  })

  test('puts pages of a series that grows slowly together', async () => {
    const journal = new JournalBuilder(run)
    const slow = journal.define('slow')
    const note = journal.define('note', { kind: 'text' })
    for (let i = 0; i < 20; i++) {
      journal.writeMixed([slow, i, START + i, i], [note, i, START + i, `${i}`])
      journal.cut()
    }
    await seal()
    const records = readFileSync(join(run, '.runlab/series.jsonl'), 'utf8').trimEnd().split('\n').slice(1)
    for (const record of records) expect(JSON.parse(record)).toMatchObject({ parts: [{ pages: [{ rows: 20 }] }] })
    expect([...reader().series('note')].map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`))
  })

  test('keeps series of one name and different kinds apart', async () => {
    const journal = new JournalBuilder(run)
    const numbers = journal.define('x')
    const texts = journal.define('x', { kind: 'text', label: 'process-1' })
    journal.write(numbers, [0, START, 1])
    journal.write(texts, [0, START, 'one'])
    await seal()
    expect(
      reader()
        .summaries()
        .map(({ name, kind, count }) => [name, kind, count]),
    ).toEqual([
      ['x', 'number', 1],
      ['x', 'text', 1],
    ])
    expect((await readWithHyparquet(run)).map(({ kind, value, data }) => [kind, value, data])).toEqual([
      ['number', 1, null],
      ['text', null, 'one'],
    ])
  })

  test('holds letters that are half of one as the reader of the journal has them', async () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('note', { kind: 'text' }), [0, START, 'a\ud800b'])
    const before = [...reader().series('note')]
    await seal()
    expect([...reader().series('note')]).toEqual(before)
  })
})

describe('pages that are put together', () => {
  const page = (rows: number, bytes: number) =>
    ({
      id: 0,
      rows,
      stepType: 'integer',
      steps: [0, 10, 5],
      times: [0, 10, 5],
      values: [0, bytes, 5],
      file: '',
      summary: {} as never,
    }) as const

  test('are no more than a reader can hold', () => {
    const plan = (count: number, rows: number, bytes: number, plain = 0): readonly number[] =>
      planPages(
        Array.from({ length: count }, () => page(rows, bytes)),
        () => plain,
      ).map(({ length }) => length)
    expect(plan(10, 100, 1000)).toEqual([10])
    expect(plan(3, 40_000, 320_000)).toEqual([1, 1, 1])
    expect(Math.max(...plan(1000, 1000, 8000))).toBe(131)
    // Ten texts of 800 kB in each segment, which compress to a hundredth: in one page they would be 8 GB, in this way 104 MB.
    expect(Math.max(...plan(1000, 10, 80_000))).toBe(13)
    // Texts of which nothing is left when they are compressed.
    expect(Math.max(...plan(1000, 10, 1000, 8_000_000))).toBe(4)
  })
})

describe('a journal that cannot be sealed', () => {
  test('where its pages are damaged says so, and stays', async () => {
    const journal = new JournalBuilder(run)
    journal.define('loss')
    journal.append('main-000001.points.pages', 'no pages')
    await expect(seal()).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' })
    expect(readFileSync(join(journal.folder, 'main-000001.points.pages'), 'utf8')).toBe('no pages')
  })

  test('where something is in the way throws the error of the system, and is sealed when that is gone', async () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('loss'), [0, START, 1])
    writeFileSync(join(run, 'tracked'), 'a file')
    await expect(seal()).rejects.toThrow(/ENOTDIR|EEXIST/)
    expect(reader().series('loss').length).toBe(1)
    rmSync(join(run, 'tracked'))
    expect(await seal()).toEqual({ series: 1, points: 1, torn: 0, notes: [] })
    expect(reader().series('loss').length).toBe(1)
  })

  test('is none where nothing was tracked', async () => {
    expect(await seal()).toBeNull()
    mkdirSync(join(run, '.runlab/tracking'), { recursive: true })
    expect(await seal()).toBeNull()
  })

  test('says how many points it has of series that nobody knows', async () => {
    const journal = new JournalBuilder(run)
    const loss = journal.define('loss')
    journal.write(loss, [0, START, 1])
    journal.write({ ...loss, id: 7 }, [0, START, 2], [1, START, 3])
    expect(await seal()).toEqual({ series: 1, points: 1, torn: 0, notes: [{ key: '*', refused: [], lost: 2 }] })
    expect(readSealedNotes(run)).toEqual([{ key: '*', refused: [], lost: 2 }])
    expect([...reader().series('loss').values]).toEqual([1])
  })

  test('says the last that each sender has noted of what it could not track', async () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('loss'), [0, START, 1])
    const note = (key: string, count: number) => ({ key, refused: [{ series: 'x', reason: 'why', count }], lost: count })
    for (const line of [note('main', 1), note('other', 1), note('main', 4)]) {
      journal.append('main.series.jsonl', `${JSON.stringify(line)}\n`)
    }
    journal.append('main.series.jsonl', '{"key":"main","refu')
    expect(await seal()).toMatchObject({ series: 1, notes: [note('main', 4), note('other', 1)] })
    expect(readSealedNotes(run)).toEqual([note('main', 4), note('other', 1)])
  })

  test('says how many bytes no point could be read from', async () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('loss'), [0, START, 1])
    journal.write(journal.define('note', { kind: 'text' }), [0, START, 'x'])
    journal.append('main-000001.points', 'torn')
    journal.append('main-000001.jsonl', 'torn\nas well')
    expect(await seal()).toEqual({ series: 2, points: 2, torn: 16, notes: [] })
  })
})

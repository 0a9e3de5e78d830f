import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { compactSegments } from '../../../src/tracking/sealing/compact.ts'
import { listJournal } from '../../../src/tracking/journal/segment-names.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { randomFrom } from '../columns/random.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { readOurs } from './support/read-ours.ts'
import { exactly, merged } from './support/rows.ts'
import { buildProgram, spawnProgram } from './support/spawn-program.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-kills-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const build = async (name: string): Promise<string> => await buildProgram(join(import.meta.dirname, `programs/${name}.ts`))
const random = randomFrom(Date.now())
const readerOf = (run: string): TrackedReader => new TrackedReader(run, new KindRegistry())

describe('a journal whose sealing was cut short before any change of a file', () => {
  const run = join(root, 'whole')
  const journal = new JournalBuilder(run)
  const photos = join(root, 'photos')
  let count = 0
  beforeAll(async () => {
    const loss = journal.define('loss')
    const note = journal.define('note', { kind: 'text' })
    for (let segment = 0; segment < 3; segment++) {
      for (let i = 0; i < 10; i++)
        journal.writeMixed([loss, segment * 10 + i, 1000 + i, i], [note, i, 2000 + i, `${segment}/${i}`])
      const name = journal.segment('main', 'points')
      journal.cut()
      if (segment === 0) await compactSegments({ folder: journal.folder, names: [name], type: 'points' })
    }
    journal.append('main-000002.points', 'torn')
    cpSync(journal.folder, join(root, 'unsealed'), { recursive: true })
    const { code, stdout, stderr } = await spawnProgram(await build('photograph'), run, photos).ended
    expect([code, stderr]).toEqual([0, ''])
    count = Number(stdout)
  })

  test('has the same points, and is sealed by another attempt', async () => {
    expect(count).toBeGreaterThan(30)
    const rows = exactly(merged(journal.rows))
    for (let i = 0; i < count; i++) {
      const photo = join(photos, String(i))
      expect(exactly(readOurs(photo))).toEqual(rows)
      // oxlint-disable-next-line no-await-in-loop -- the copies are many
      await sealTracked(photo, 'runlab test')
      expect(exactly(readOurs(photo))).toEqual(rows)
      expect(readdirSync(join(photo, '.runlab'))).toEqual(['series.jsonl'])
      expect(readdirSync(join(photo, 'tracked'))).toEqual(['series.parquet'])
    }
  })

  test('has the same points when its journal is half removed', async () => {
    const removed = join(root, 'removed')
    cpSync(run, removed, { recursive: true })
    const folder = join(removed, '.runlab/tracking')
    cpSync(join(root, 'unsealed'), folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      rmSync(join(folder, name))
      expect(exactly(readOurs(removed))).toEqual(exactly(merged(journal.rows)))
    }
    await sealTracked(removed, 'runlab test')
    expect(existsSync(folder)).toBe(false)
  })
})

describe('a journal of which segments are compacted and merged together, at any instant of that', () => {
  test('has the same points, and is sealed by another attempt', async () => {
    const run = join(root, 'together')
    const journal = new JournalBuilder(run)
    const series = Array.from({ length: 200 }, (_, i) => journal.define(`loss ${i}`))
    const compact = async (...names: string[]): Promise<void> =>
      void (await compactSegments({ folder: journal.folder, names, type: 'points' }))
    const names: string[] = []
    for (let segment = 0; segment < 9; segment++) {
      journal.writeMixed(...series.map((one, i) => [one, segment, 1000 + segment, segment * 1000 + i] as const))
      names.push(journal.segment('main', 'points'))
      journal.cut()
    }
    await compact(...names.slice(0, 2))
    await compact(...names.slice(2, 4))
    const photos = join(root, 'together-photos')
    const lots = ['main-000001..000002.points', 'main-000003..000004.points']
    const { code, stdout, stderr } = await spawnProgram(await build('photograph'), run, photos, ...lots).ended
    expect([code, stderr]).toEqual([0, ''])
    const rows = exactly(merged(journal.rows))
    const seen = new Set<string>()
    for (let i = 0; i < Number(stdout); i++) {
      const photo = join(photos, String(i))
      for (const { name } of listJournal(join(photo, '.runlab/tracking'))?.segments ?? []) seen.add(name)
      expect(exactly(readOurs(photo))).toEqual(rows)
      // oxlint-disable-next-line no-await-in-loop -- the copies are many
      await sealTracked(photo, 'runlab test')
      expect(exactly(readOurs(photo))).toEqual(rows)
    }
    const together = ['main-000001..000004.points', 'main-000005..000006.points', 'main-000007..000008.points']
    for (const name of [...lots, ...together, ...names.slice(4)]) expect(seen).toContain(name)
  })
})

describe('a process that is killed', () => {
  test('while it seals leaves the same points, and the journal is sealed by another one', async () => {
    const whole = join(root, 'to-seal')
    const journal = new JournalBuilder(whole)
    const loss = Array.from({ length: 20 }, (_, i) => journal.define(`loss ${i}`))
    const note = journal.define('note', { kind: 'text' })
    for (let segment = 0; segment < 6; segment++) {
      for (const one of loss)
        journal.write(one, ...Array.from({ length: 1500 }, (_, i) => [segment * 1500 + i, 1000 + i, random()] as const))
      for (let i = 0; i < 200; i++) journal.write(note, [i, 1000 + i, `${i} ${random()}`])
      journal.cut()
    }
    const expected = columnsOf(whole)
    const program = await build('seal')
    let length = 0
    const attempt = async (n: number): Promise<string> => {
      const run = join(root, `sealing-${n}`)
      cpSync(whole, run, { recursive: true })
      const sealing = spawnProgram(program, run)
      while (!sealing.said().includes('begins')) await sleep(1)
      const begun = performance.now()
      if (n > 0) await sleep(random() * length)
      if (n > 0) sealing.process.kill('SIGKILL')
      const { signal } = await sealing.ended
      if (n === 0) length = performance.now() - begun
      const state = signal === null ? 'ended' : existsSync(join(run, '.runlab/series.jsonl')) ? 'sealed' : 'killed'
      expect(columnsOf(run).equals(expected)).toBe(true)
      await sealTracked(run, 'runlab test')
      expect(columnsOf(run).equals(expected)).toBe(true)
      expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
      rmSync(run, { recursive: true })
      return state
    }
    expect(await attempt(0)).toBe('ended')
    const states: string[] = []
    for (let n = 1; n <= 21; n += 3) states.push(...(await Promise.all([attempt(n), attempt(n + 1), attempt(n + 2)])))
    expect(states).toContain('killed')
  })

  test('while it tracks and compacts leaves what was settled, in order and without a gap, and that can be sealed', async () => {
    const program = await build('track')
    const attempt = async (n: number): Promise<number> => {
      const run = join(root, `tracking-${n}`)
      mkdirSync(run)
      const tracking = spawnProgram(program, run)
      while (!tracking.said().includes('\n')) await sleep(1)
      await sleep(random() * 350)
      tracking.process.kill('SIGKILL')
      const { stdout, stderr } = await tracking.ended
      expect(stderr).toBe('')
      const [points = 0, notes = 0] = (stdout.match(/^\d+ \d+$/gm)?.at(-1) ?? '').split(' ').map(Number)
      const check = (): number => {
        const { values, length } = readerOf(run).series('loss')
        expect(length).toBeGreaterThanOrEqual(points)
        expect(values.every((value, i) => value === i)).toBe(true)
        const texts = [...readerOf(run).series('note')].map(({ value }) => Number.parseInt(value as string, 10))
        expect(texts.length).toBeGreaterThanOrEqual(notes)
        expect(texts.every((text, i) => text === i)).toBe(true)
        return length + texts.length
      }
      const before = check()
      await sealTracked(run, 'runlab test')
      expect(check()).toBe(before)
      expect(readdirSync(join(run, '.runlab'))).toEqual(['series.jsonl'])
      rmSync(run, { recursive: true })
      return before
    }
    const counts: number[] = []
    for (let n = 0; n < 22; n += 2) counts.push(...(await Promise.all([attempt(n), attempt(n + 1)])))
    expect(new Set(counts).size).toBeGreaterThan(1)
  })
})

/** All that a run has. */
function columnsOf(run: string): Buffer {
  const reader = readerOf(run)
  const columns = reader.summaries().flatMap(({ name, kind }) => {
    const series = reader.series(name)
    const texts = kind === 'number' ? [] : Array.from(series, ({ value }) => Buffer.from(String(value)))
    const doubles = [series.steps, series.times, ...(kind === 'number' ? [series.values] : [])]
    return [...doubles.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength)), ...texts]
  })
  return Buffer.concat(columns)
}

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { randomFrom } from '../columns/random.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { buildProgram, spawnProgram } from './support/spawn-program.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-kills-'))
const build = async (name: string): Promise<string> => await buildProgram(join(import.meta.dirname, `programs/${name}.ts`))
const random = randomFrom(Date.now())
const readerOf = (run: string): TrackedReader => new TrackedReader(run, new KindRegistry())

describe('a process that is killed while it seals leaves the same points, and the journal is sealed by another one', () => {
  const whole = join(root, 'to-seal')
  let prepared: ReturnType<typeof prepare> | undefined

  async function prepare() {
    const journal = new JournalBuilder(whole)
    const loss = Array.from({ length: 8 }, (_, i) => journal.define(`loss ${i}`))
    const note = journal.define('note', { kind: 'text' })
    for (let segment = 0; segment < 6; segment++) {
      for (const one of loss)
        journal.write(one, ...Array.from({ length: 1500 }, (_, i) => [segment * 1500 + i, 1000 + i, random()] as const))
      for (let i = 0; i < 200; i++) journal.write(note, [i, 1000 + i, `${i} ${random()}`])
      journal.cut()
    }
    return { program: await build('seal'), points: columnsOf(whole) }
  }

  /** Has a process seal a copy, and checks what that leaves and that it can be sealed. */
  async function attempt(name: string, hold: boolean, end: (sealing: ReturnType<typeof spawnProgram>) => Promise<void>) {
    const { program, points } = await (prepared ??= prepare())
    const run = join(root, name)
    cpSync(whole, run, { recursive: true })
    const sealing = spawnProgram(program, run, hold ? 'hold' : 'go on')
    await sealing.untilSaid(/begins/)
    await end(sealing)
    const { signal, stderr } = await sealing.ended
    const isSealed = existsSync(join(run, '.runlab/series.jsonl'))
    expect(stderr).toBe('')
    expect(columnsOf(run).equals(points)).toBe(true)
    await sealTracked(run, 'runlab test')
    expect(columnsOf(run).equals(points)).toBe(true)
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
    return { signal, isSealed }
  }

  test('before the sealed file has its name', async () => {
    const { signal, isSealed } = await attempt('held', true, async (sealing) => {
      await sealing.untilSaid(/holds/)
      sealing.kill()
    })
    expect([signal, isSealed]).toEqual(['SIGKILL', false])
  })

  test('at random moments', async () => {
    let length = 0
    const { signal, isSealed } = await attempt('whole', false, async ({ ended }) => {
      const begun = performance.now()
      await ended
      length = performance.now() - begun
    })
    expect([signal, isSealed]).toEqual([null, true])
    for (let n = 0; n < 6; n++) {
      // oxlint-disable-next-line no-await-in-loop -- each has the machine for itself, as the one that was measured
      await attempt(`random-${n}`, false, async (sealing) => {
        await sleep(random() * length)
        sealing.kill()
      })
    }
  })
})

test('a process that is killed while it tracks, compacts and seals leaves what was settled, in order and without a gap', async () => {
  const program = await build('track')
  /** Kills it at some moment after it has said so many lines: 20 while it tracks, and another one when it seals. */
  const attempt = async (lines: number): Promise<void> => {
    const run = join(root, `tracking-${lines}`)
    mkdirSync(run)
    const tracking = spawnProgram(program, run)
    await tracking.untilSaid(new RegExp(`(.*\n){${lines}}`))
    await sleep(random() * 20)
    tracking.kill()
    const { stdout, stderr, signal } = await tracking.ended
    expect([stderr, signal]).toEqual(['', 'SIGKILL'])
    const [points = 0, notes = 0] = (stdout.match(/^\d+ \d+$/gm)?.at(-1) ?? '').split(' ').map(Number)
    expect(points).toBeGreaterThanOrEqual(Math.min(lines, 20) * 30_000)
    const before = checkPoints(run, points, notes)
    await sealTracked(run, 'runlab test')
    expect(checkPoints(run, points, notes)).toBe(before)
    expect(readdirSync(join(run, '.runlab'))).toEqual(['series.jsonl'])
    rmSync(run, { recursive: true })
  }
  for (const lines of [1, 5, 9, 10, 14, 18, 21]) await attempt(lines)
})

/** Checks that all that was settled is there, and what is there is what was tracked first. Returns how many points that are. */
function checkPoints(run: string, points: number, notes: number): number {
  const { values, length } = readerOf(run).series('loss')
  expect(length).toBeGreaterThanOrEqual(points)
  expect(values.every((value, i) => value === i)).toBe(true)
  const texts = [...readerOf(run).series('note')].map(({ value }) => Number.parseInt(value as string, 10))
  expect(texts.length).toBeGreaterThanOrEqual(notes)
  expect(texts.every((text, i) => text === i)).toBe(true)
  return length + texts.length
}

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

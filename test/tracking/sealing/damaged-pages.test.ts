import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unpackIntegers } from '../../../src/tracking/columns/unpack-integers.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { readOurs } from './support/read-ours.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-damaged-'))
const START = 1_776_000_000_000

async function sealedRun(name: string, step: number): Promise<{ readonly run: string; readonly parquet: string }> {
  const run = join(root, name)
  mkdirSync(run)
  const journal = new JournalBuilder(run)
  const loss = journal.define('loss')
  const note = journal.define('note', { kind: 'text' })
  for (let i = 0; i < 5; i++) journal.writeMixed([loss, i * step, START + i, i / 3], [note, i * step, START + i, `note ${i}`])
  await sealTracked(run, 'runlab test')
  return { run, parquet: join(run, 'tracked/series.parquet') }
}

/** What reading gives: the points, or the error's code. */
function outcome(run: string): unknown {
  try {
    return readOurs(run)
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('a bit that has flipped in the sealed file', () => {
  test.each([
    ['whole steps', 1],
    ['fractions', 0.5],
  ])('is an error or changes no point, with %s', async (name, step) => {
    const { run, parquet } = await sealedRun(name, step)
    const points = readOurs(run)
    const bytes = readFileSync(parquet)
    let errors = 0
    for (let bit = 0; bit < bytes.length * 8; bit += 13) {
      const damaged = Buffer.from(bytes)
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7))
      writeFileSync(parquet, damaged)
      const found = outcome(run)
      if (found === 'ARCHIVE_FORMAT') errors++
      else expect(found).toEqual(points)
    }
    expect(errors).toBeGreaterThan(100)
  })

  test('is said with the series, the place and what to look at', async () => {
    const { run, parquet } = await sealedRun('said', 1)
    const bytes = readFileSync(parquet)
    const at = bytes.indexOf(Buffer.from(Float64Array.of(1 / 3).buffer))
    bytes[at] = (bytes[at] as number) ^ 1
    writeFileSync(parquet, bytes)
    expect(() => readOurs(run)).toThrow(/The series "loss" .* page at byte \d+ of series\.parquet .* does not match its checksum/)
  })
})

test('a page of whole numbers that ends too early is an error, however many it claims to have', () => {
  for (const bytes of [
    [128, 1, 4],
    [128, 1, 4, 255],
    [128, 1, 4, 5, 2, 2],
  ]) {
    expect(() => unpackIntegers(Uint8Array.from(bytes), new Float64Array(1_000_000))).toThrow('ends too early')
  }
})

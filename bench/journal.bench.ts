/** What the journal of values costs: a record of a number, put in by the main thread and written to the disk by the other. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Journal } from '../src/tracking/journal/journal.ts'
import { JournalThread } from '../src/tracking/journal/thread.ts'
import type { Row } from './row.ts'

const PROGRAM = pathToFileURL(join(import.meta.dirname, '../dist/journal-thread.js')).href
const RECORDS = 2_000_000
const BURST = 10_000
const ROUNDS = 5

export async function measure(): Promise<readonly Row[]> {
  const thread = new JournalThread(PROGRAM)
  const folder = mkdtempSync(join(tmpdir(), 'runlab-bench-'))
  try {
    append(folder, thread, BURST) // the thread starts with it
    const rounds = Array.from({ length: ROUNDS }, () => append(folder, thread, RECORDS))
    const bursts = Array.from({ length: 20 * ROUNDS }, () => append(folder, thread, BURST))
    const perRecord = median(rounds.map(({ all }) => all))
    return [
      { name: 'journal: a record in a burst of 10,000, main thread', value: median(bursts.map(({ main }) => main)), unit: 'ns' },
      { name: 'journal: a record of two million, until all are on disk', value: perRecord, unit: 'ns', bar: 1000 },
      { name: 'journal: records a second', value: 1e9 / perRecord, unit: '/s' },
      { name: 'journal: bytes a record', value: rounds[0]?.bytes ?? Number.NaN, unit: 'B' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nanoseconds a record: until the main thread has put them all in, and until they are in the file. */
function append(folder: string, thread: JournalThread, records: number): { main: number; all: number; bytes: number } {
  const journal = new Journal(folder, { now: Date.now, thread: () => thread })
  const started = performance.now()
  for (let n = 0; n < records; n++) journal.append('loss', n / 7)
  const main = performance.now() - started
  journal.drain()
  const all = performance.now() - started
  const { size } = statSync(join(folder, '.runlab/journal/values-000001.jsonl'))
  if (journal.isFailing) throw new Error('The journal could not be written.')
  journal.remove()
  return { main: (main / records) * 1e6, all: (all / records) * 1e6, bytes: size / records }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

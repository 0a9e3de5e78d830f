import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { SEGMENT_POINTS } from '../../../../src/tracking/journal/point-segments.ts'
import { listJournal } from '../../../../src/tracking/journal/segment-names.ts'
import { compactSegments } from '../../../../src/tracking/sealing/compact.ts'
import type { JournalLink } from '../../../../src/tracking/sending/outlet.ts'
import { sealTracked } from '../../../../src/tracking/sealing/seal.ts'
import { startTracking } from '../../sending/support/start-tracking.ts'
import { until } from '../../../support/waiting.ts'
import type { Tracking } from '../../sending/support/start-tracking.ts'

export const START = 1_790_000_000_000
/** More points than a segment holds. */
export const MANY = SEGMENT_POINTS + 5000

/** A run that several threads track for: two by a ring of their own, as in one process. Settled, and still open. */
export async function startSampleRun(run: string, link: JournalLink): Promise<readonly [Tracking, Tracking]> {
  mkdirSync(run, { recursive: true })
  let time = START
  const main = startTracking(run, { link, now: () => time })
  const worker = startTracking(run, { link, now: () => time, sender: 'worker-1' })
  main.track('empty', 1, { context: { of: 'others' } })
  for (let i = 0; i < MANY; i++) main.track('many', i / 2)
  for (let i = 0; i < 60; i++) {
    time += 10
    main.track('loss', i, { step: i * 2 })
    main.track('loss', -i, { context: { split: 'val', fold: 1 } })
    if (i % 2 === 0) main.track('note', `${i} ö`)
    if (i % 3 === 0) worker.track('loss', 1000 + i)
    time += 1
    if (i % 4 === 0) worker.track('note', { i })
    if (i % 5 === 0) main.track('words', `m${i}`)
    if (i % 4 === 0) worker.track('words', `w${i}`)
    if (i % 20 === 19) for (const { tracker } of [main, worker]) tracker.settle()
  }
  for (const { tracker } of [main, worker]) tracker.settle()
  // The thread compacts what is full; the states below begin where it has.
  const isThere = (name: string): boolean => existsSync(join(run, '.runlab/tracking', name))
  await until('the pages of the first segment', () => isThere('main-000001.points.pages') && !isThere('main-000001.points'))
  return [main, worker]
}

/** Copies of a run's folder, each in another state. */
export const STATES: Readonly<Record<string, (run: string) => void | Promise<void>>> = {
  'was left as it is': () => undefined,
  'was killed while it wrote': (run) => {
    const folder = join(run, '.runlab/tracking')
    const torn = Buffer.from('RLPT\x09\0\0\0torn', 'latin1')
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.points')) appendFileSync(join(folder, name), torn)
      if (name.endsWith('.jsonl')) appendFileSync(join(folder, name), '{"s":0,"n":1,"id":0,"name":"lo')
    }
    appendFileSync(join(folder, 'main-000002.points.pages.tmp'), 'half')
  },
  'is compacted but for its lines': async (run) => await compact(run, 'points'),
  'is compacted but for its numbers': async (run) => await compact(run, 'jsonl'),
  'was killed while it was sealed': (run) => {
    mkdirSync(join(run, 'tracked'), { recursive: true })
    for (const name of ['tracked/series.parquet', '.runlab/tracking/sealing.tmp']) appendFileSync(join(run, name), 'half of it')
    appendFileSync(join(run, '.runlab/tracking/closed'), '')
  },
  'is sealed': async (run) => void (await sealTracked(run, 'runlab test')),
  'is sealed, and was killed before its journal was removed': async (run) => {
    const journal = join(run, '.runlab/tracking')
    cpSync(journal, join(run, 'kept'), { recursive: true })
    await sealTracked(run, 'runlab test')
    cpSync(join(run, 'kept'), journal, { recursive: true })
  },
}

async function compact(run: string, type: 'points' | 'jsonl'): Promise<void> {
  const folder = join(run, '.runlab/tracking')
  for (const segment of listJournal(folder)?.segments ?? []) {
    if (segment.type === type && !segment.isCompacted) await compactSegments({ folder, names: [segment.name], type })
  }
}

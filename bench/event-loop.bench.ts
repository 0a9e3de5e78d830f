/**
 * How long going through the runs of an archive holds up other work of its thread, such as requests of a server: the longest time
 * for which the event loop does not turn. 10,000 runs with 20 parameters, 30 values and 40 series each.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunSelection } from '../src/index.ts'
import { openArchive } from '../src/index.ts'
import type { Row } from './row.ts'
import { makeStudy } from './study-archive.ts'

const RUNS = Number(process.env['RUNLAB_BENCH_RUNS'] ?? 10_000)
const SELECTIONS: Readonly<Record<string, RunSelection>> = {
  'all of them': {},
  'by a parameter': { where: 'params.p1 > 3 && status == "done"' },
  'by a value, sorted': { where: 'data.v1 > 0.5', sort: ['-data.v2'], limit: 100 },
}
/** Milliseconds. */
const BAR = 20
const RESOLUTION = 1

export async function measure(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  const rows: Row[] = []
  try {
    makeStudy(folder, RUNS)
    for (const [name, selection] of Object.entries(SELECTIONS)) {
      for (const index of ['read', 'index']) {
        // oxlint-disable-next-line no-await-in-loop -- side by side they would hold up each other
        const value = await longestHold(folder, selection)
        rows.push({ name: `${RUNS.toLocaleString('en')} runs, ${name}, ${index}`, value, unit: 'ms', bar: BAR })
      }
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function longestHold(archive: string, selection: RunSelection): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  delay.enable()
  await sleep(50)
  delay.reset()
  for await (const run of openArchive(archive).runs(selection)) void run.name
  delay.disable()
  return delay.max / 1e6 - RESOLUTION
}

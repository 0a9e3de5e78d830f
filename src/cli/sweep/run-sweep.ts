import { constants } from 'node:os'
import { relative } from 'node:path'
import { localLauncher } from '../../launch/local/local-launcher.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { SweepDriver } from '../../sweep/running/drive-sweep.ts'
import type { DriveOptions } from '../../sweep/running/drive-sweep.ts'
import { countTrials } from '../../sweep/reading/count-trials.ts'
import { listenToInterrupts } from './listen-to-interrupts.ts'
import { sweepSummary } from './sweep-summary.ts'
import { SweepView } from './sweep-view.ts'

/** Runs a sweep to its end, or until a signal comes, and tells it on the terminal. Gives the exit code. */
export async function runSweep(options: Omit<DriveOptions, 'observer' | 'signal' | 'launcher'>): Promise<number> {
  const { record, sampler } = options
  const { definition } = record.state
  record.begin()
  const view = new SweepView(record, sampler)
  const { planned } = countTrials(record.state)
  const many = planned === null ? 'trials' : planned === 1 ? '1 trial' : `${planned} trials`
  view.say(`${definition.name}: ${many} by ${sampler.name}, ${definition.jobs} at a time, seed ${definition.seed}`)
  view.say(`${relative(process.cwd(), record.folder) || record.folder}`)
  const controller = new AbortController()
  const onLowMemory = (free: number): void =>
    view.say(`Only ${bytesText(free)} of memory are free: the next trial starts when one ends, or more is free.`)
  const launcher = localLauncher({ jobs: definition.jobs, onLowMemory })
  const driver = new SweepDriver({ ...options, launcher, observer: view, signal: controller.signal })
  const interrupts = listenToInterrupts((signal, count) => {
    if (count > 1) return driver.force()
    controller.abort(`${signal} came to the sweep`)
    view.say(`${signal}: trials that run are ended, and their data kept; again to end them by force.`)
  })
  try {
    await driver.drive()
  } finally {
    interrupts.stop()
    view.end()
  }
  const { signal } = interrupts
  await record.end(signal === null ? { status: 'done' } : { status: 'interrupted', signal })
  const ending = signal === null ? 'done' : 'interrupted'
  process.stdout.write(sweepSummary(record.state, { width: process.stdout.columns || Infinity, ending }))
  if (signal !== null) return 128 + constants.signals[signal]
  const { done, pruned } = countTrials(record.state)
  return done + pruned > 0 || record.state.trials.length === 0 ? 0 : 1
}

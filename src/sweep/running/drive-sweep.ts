import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LaunchOutcome, Launcher } from '../../launch/launcher.ts'
import type { Expression } from '../../query/filter/expression.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { latestRepeats } from '../ledger/sweep-state.ts'
import type { Repeat, TrialRecord } from '../ledger/sweep-state.ts'
import { nextSeed, settleTrial } from '../ledger/settle-trial.ts'
import { suggestNext } from '../ledger/suggest-next.ts'
import { concludeRepeat } from './conclude-repeat.ts'
import { CurveBook } from './curve-book.ts'
import { RunningRepeat } from './running-repeat.ts'
import type { SweepRecord } from './sweep-record.ts'
import { requestOf, runNameOf } from './trial-request.ts'

/** Milliseconds between two looks at what runs. */
const LOOK = 250

/** What people are told while a sweep goes on. */
export interface SweepObserver {
  started?(repeat: Repeat): void
  ended?(repeat: Repeat): void
  settled?(trial: TrialRecord): void
  /** Every so often. */
  looked?(running: readonly RunningRepeat[]): void
}

export interface DriveOptions {
  readonly record: SweepRecord
  readonly archive: string
  readonly sampler: Sampler
  readonly pruner: Pruner | null
  readonly objectives: readonly Expression[]
  readonly launcher: Launcher
  readonly observer: SweepObserver
  /** Aborted to end the sweep; the reason is what trials are told. */
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Runs the trials of a sweep until none is left, its time is over, or it is interrupted. */
export class SweepDriver {
  readonly #options: DriveOptions
  readonly #running = new Map<string, RunningRepeat>()
  readonly #curves: CurveBook | null
  readonly #start: number

  constructor(options: DriveOptions) {
    this.#options = options
    this.#start = options.now()
    const { pruner } = options.record.state.definition
    this.#curves =
      pruner === null || options.pruner === null ? null : new CurveBook(options.record, pruner.series, options.pruner)
  }

  async drive(): Promise<void> {
    this.#adopt()
    const stop = new Promise<void>((settle) => this.#options.signal.addEventListener('abort', () => settle(), { once: true }))
    for (;;) {
      this.#fill()
      if (this.#running.size === 0) return
      const isStopping = this.#options.signal.aborted
      await Promise.race([...this.#endings(), sleep(LOOK), ...(isStopping ? [] : [stop])])
      if (this.#options.signal.aborted) this.#stopAll()
      else this.#look()
      this.#options.observer.looked?.([...this.#running.values()])
    }
  }

  /** Runs that an earlier process of the sweep has started and whose end it has not seen. */
  #adopt(): void {
    const { record, launcher, archive } = this.#options
    const open = record.state.trials.flatMap(({ repeats }) => repeats.filter(({ end }) => end === null))
    const found = open.length === 0 ? [] : launcher.find({ archive, parent: record.parent })
    for (const repeat of open) {
      const folder = this.#folderOf(repeat)
      const launched = found.find((one) => one.folder === folder)?.launched
      if (launched !== undefined) this.#watch(new RunningRepeat(repeat, folder, launched))
      else this.#note(repeat, { state: 'stopped', values: null, reached: null, reason: 'it had not begun when the sweep died' })
    }
    for (const trial of record.state.trials) this.#settle(trial)
  }

  #endings(): readonly Promise<unknown>[] {
    return [...this.#running.values()].map(({ launched }) => launched.ended)
  }

  #fill(): void {
    const { record, signal } = this.#options
    while (this.#running.size < record.state.definition.jobs && !signal.aborted) {
      const next = this.#nextRepeat()
      if (next === null) return
      this.#launch(next.trial, next.seed)
    }
  }

  /** Trials that were suggested come before new ones. */
  #nextRepeat(): { readonly trial: TrialRecord; readonly seed: number } | null {
    const { record, sampler } = this.#options
    const { state } = record
    for (;;) {
      for (const trial of state.trials) {
        const seed = nextSeed(state.definition, trial)
        if (seed !== null) return { trial, seed }
      }
      const { trials, enqueue } = state.definition
      if (trials !== null && state.trials.length >= Math.max(trials, enqueue.length)) return null
      if (this.#isTimeOver()) return null
      const suggestion = suggestNext(state, sampler)
      if (suggestion === null) return null
      record.append({ ...suggestion, time: record.time })
      this.#reuse()
    }
  }

  #isTimeOver(): boolean {
    const { time } = this.#options.record.state.definition
    return time !== null && this.#options.now() - this.#start >= time * 1000
  }

  /** A setting that was tried with the same seeds has the same outcome: it is not run again. */
  #reuse(): void {
    const { record, observer } = this.#options
    const { definition, trials } = record.state
    const trial = trials.at(-1)
    if (trial === undefined || definition.seeds === null) return
    const key = keyOf(trial)
    const same = trials.find((other) => other.outcome?.state === 'done' && keyOf(other) === key)
    if (same?.outcome === undefined || same.outcome === null) return
    const reason = `the same setting as trial ${same.number}, which was not run again`
    record.append({ ...same.outcome, trial: trial.number, reason, time: record.time })
    observer.settled?.(trial)
  }

  #launch(trial: TrialRecord, seed: number): void {
    const { record, archive, launcher, observer } = this.#options
    const attempt = trial.repeats.filter((repeat) => repeat.seed === seed).length + 1
    const run = runNameOf(record.state.definition, { trial: trial.number, seed, attempt })
    record.append({ type: 'started', trial: trial.number, time: record.time, seed, attempt, run })
    const repeat = latestRepeats(trial).get(seed)
    if (repeat === undefined) return
    const request = requestOf(record.state.definition, trial, { seed, run, archive, parent: record.parent })
    this.#watch(new RunningRepeat(repeat, this.#folderOf(repeat), launcher.start(request)))
    observer.started?.(repeat)
  }

  #folderOf({ run }: Repeat): string {
    return join(dirname(this.#options.record.folder), run)
  }

  #watch(running: RunningRepeat): void {
    this.#running.set(running.repeat.run, running)
    void running.launched.ended.then((outcome) => this.#conclude(running, outcome))
  }

  #conclude(running: RunningRepeat, outcome: LaunchOutcome): void {
    const { record, objectives, now } = this.#options
    const { repeat, order } = running
    this.#running.delete(repeat.run)
    this.#note(repeat, concludeRepeat(outcome, { order, objectives, now: new Date(now()) }))
    this.#curves?.keep(running)
    const trial = record.state.trials[repeat.trial]
    if (trial !== undefined) this.#settle(trial)
  }

  #note(repeat: Repeat, end: ReturnType<typeof concludeRepeat>): void {
    const { record, observer } = this.#options
    record.append({ type: 'ended', trial: repeat.trial, run: repeat.run, time: record.time, ...end })
    observer.ended?.(repeat)
  }

  #settle(trial: TrialRecord): void {
    const { record, observer } = this.#options
    // What is not needed any more, once one seed has failed or was stopped early.
    const isDecided = [...latestRepeats(trial).values()].some(({ end }) => end?.state === 'failed' || end?.state === 'pruned')
    if (isDecided) {
      for (const running of this.#running.values())
        if (running.repeat.trial === trial.number && running.order === null)
          running.stop({ state: 'stopped', reason: `another seed of trial ${trial.number} has decided it`, reached: null })
    }
    const outcome = settleTrial(record.state.definition, trial)
    if (outcome === null) return
    record.append({ ...outcome, time: record.time })
    observer.settled?.(trial)
  }

  /** By their curves. The time limit of a run is its launcher's. */
  #look(): void {
    for (const running of this.#running.values())
      if (running.order === null) this.#curves?.judge(running, [...this.#running.values()])
  }

  #stopAll(): void {
    const reason = String(this.#options.signal.reason)
    for (const running of this.#running.values())
      if (running.order === null) running.stop({ state: 'stopped', reason, reached: null })
  }

  /** Ends by force what does not end by itself. */
  force(): void {
    for (const { launched } of this.#running.values()) launched.stop('the sweep was ended by force')
  }
}

function keyOf({ parameters }: TrialRecord): string {
  return JSON.stringify(Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

import { colorsFor } from '../../render/colors.ts'
import { durationText } from '../../render/duration-text.ts'
import type { Repeat, TrialRecord } from '../../sweep/ledger/sweep-state.ts'
import { suggestNext } from '../../sweep/ledger/suggest-next.ts'
import { countTrials } from '../../sweep/reading/count-trials.ts'
import type { SweepObserver } from '../../sweep/running/drive-sweep.ts'
import type { RunningRepeat } from '../../sweep/running/running-repeat.ts'
import type { SweepRecord } from '../../sweep/running/sweep-record.ts'
import type { Sampler } from '../../sweep/samplers/sampler.ts'
import { LiveLines } from '../jobs/live-lines.ts'
import { settledText, standingLines } from './standing-lines.ts'
import { settingText } from './trial-text.ts'

/** Samplers whose next suggestion does not hang on what runs. */
const FORESEEABLE: ReadonlySet<string> = new Set(['grid', 'random', 'sobol'])
/** Failures without a success, after which it is likely that all trials will fail. */
const EARLY = 3

/** Tells a sweep on a terminal: a line a trial, and below them what is best, what runs, what is next, and when it ends. */
export class SweepView implements SweepObserver {
  readonly #record: SweepRecord
  readonly #sampler: Sampler
  readonly #lines = new LiveLines(process.stdout)
  /** What stands below all that is said. */
  #below: readonly string[] = []
  readonly #start = Date.now() / 1000
  #isWarned = false
  #next = ''

  constructor(record: SweepRecord, sampler: Sampler) {
    this.#record = record
    this.#sampler = sampler
    this.#foresee()
  }

  started({ run, seed }: Repeat): void {
    this.#record.log(`${run} begins, with seed ${seed}`)
    this.#foresee()
  }

  ended({ run, end, start }: Repeat): void {
    const reason = end?.reason === null || end === null ? '' : `: ${end.reason}`
    this.#record.log(`${run} ${end?.state ?? ''} after ${durationText(((end?.time ?? start) - start) * 1000)}${reason}`)
  }

  settled(trial: TrialRecord): void {
    const { state } = this.#record
    this.#record.log(settledText(trial, state, Infinity))
    const colors = colorsFor(process.stdout, process.env)
    const paint = { done: (line: string) => line, pruned: colors.dim, failed: colors.red }[trial.outcome?.state ?? 'done']
    this.#print(paint(settledText(trial, state, this.#lines.isLive ? this.#lines.width : Infinity)))
    this.#warnEarly(trial)
    this.#foresee()
  }

  looked(running: readonly RunningRepeat[]): void {
    if (!this.#lines.isLive) return
    this.#below = standingLines(this.#record.state, {
      running: running.map(({ repeat }) => repeat),
      next: this.#next,
      now: Date.now() / 1000,
      start: this.#start,
      width: this.#lines.width,
    })
    this.#lines.show('', this.#below)
  }

  say(text: string): void {
    this.#record.log(text)
    this.#print(text)
  }

  end(): void {
    this.#lines.show('', [])
  }

  #print(text: string): void {
    this.#lines.show(`${text}\n`, this.#below)
  }

  #foresee(): void {
    const { state } = this.#record
    const { definition, trials } = state
    const isLast = definition.trials !== null && trials.length >= definition.trials
    if (!this.#lines.isLive || isLast) return void (this.#next = '')
    const isKnown = FORESEEABLE.has(this.#sampler.name) || state.enqueued < definition.enqueue.length
    const next = isKnown ? suggestNext(state, this.#sampler) : null
    this.#next = isKnown ? (next === null ? '' : settingText(next, 4)) : `chosen by ${this.#sampler.name} when a trial ends`
  }

  #warnEarly({ outcome }: TrialRecord): void {
    const { done, pruned, failed } = countTrials(this.#record.state)
    if (this.#isWarned || failed < EARLY || done + pruned > 0) return
    this.#isWarned = true
    const colors = colorsFor(process.stdout, process.env)
    this.#record.warn(`The first ${failed} trials have all failed.`)
    this.#print(
      colors.yellow(
        `The first ${failed} trials have all failed, the last with: ${outcome?.reason ?? ''}\nCtrl-C ends the sweep; it can be continued when the cause is gone.`,
      ),
    )
  }
}

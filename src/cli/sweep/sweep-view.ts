import { colorsFor } from '../../render/colors.ts'
import { cutMiddle } from '../../render/cut-middle.ts'
import { durationText } from '../../render/duration-text.ts'
import type { Repeat, SweepState, TrialRecord } from '../../sweep/ledger/sweep-state.ts'
import { seedsOf } from '../../sweep/ledger/settle-trial.ts'
import { suggestNext } from '../../sweep/ledger/suggest-next.ts'
import { countTrials } from '../../sweep/reading/count-trials.ts'
import { bestTrials } from '../../sweep/reading/rank-state.ts'
import type { SweepObserver } from '../../sweep/running/drive-sweep.ts'
import type { RunningRepeat } from '../../sweep/running/running-repeat.ts'
import type { SweepRecord } from '../../sweep/running/sweep-record.ts'
import type { Sampler } from '../../sweep/samplers/sampler.ts'
import { LiveLines } from '../jobs/live-lines.ts'
import { outcomeText, settingText } from './trial-text.ts'

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
  readonly #start = Date.now()
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
    const text = this.#lineOf(trial)
    this.#record.log(text)
    const colors = colorsFor(process.stdout, process.env)
    const paint = { done: (line: string) => line, pruned: colors.dim, failed: colors.red }[trial.outcome?.state ?? 'done']
    this.#print(paint(this.#fit(text)))
    this.#warnEarly(trial)
    this.#foresee()
  }

  looked(running: readonly RunningRepeat[]): void {
    if (!this.#lines.isLive) return
    this.#below = this.#standing(running).map((line) => this.#fit(line))
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

  #fit(line: string): string {
    return this.#lines.isLive ? cutMiddle(line, this.#lines.width) : line
  }

  #lineOf(trial: TrialRecord): string {
    const { outcome, repeats } = trial
    if (outcome === null) return ''
    const { state } = this.#record
    const ended = repeats.flatMap(({ start, end }) => (end === null ? [] : [end.time - start]))
    const took = ended.length === 0 ? '' : durationText(ended.reduce((sum, one) => sum + one, 0) * 1000)
    const isBest = outcome.state === 'done' && bestTrials(state).some(({ number }) => number === trial.number)
    const value = outcome.state === 'done' ? outcomeText(outcome, state.definition.objectives) : ''
    const mark =
      isBest && state.definition.objectives.length > 0
        ? state.definition.objectives.length > 1
          ? 'on the front'
          : 'best so far'
        : ''
    const why = outcome.reason ?? mark
    return [`trial ${trial.number}`.padEnd(9), outcome.state.padEnd(6), value, settingText(trial), took, why]
      .filter((part) => part !== '')
      .join('  ')
  }

  #standing(running: readonly RunningRepeat[]): readonly string[] {
    const { state } = this.#record
    const [best] = bestTrials(state)
    const runs = running.map(({ repeat }) => `${nameOf(repeat, state)} ${durationText(Date.now() - repeat.start * 1000)}`)
    return [
      ...(best === undefined
        ? []
        : [`best  trial ${best.number}  ${outcomeText(best.outcome, state.definition.objectives)}  ${settingText(best)}`]),
      `runs  ${runs.join(' · ')}`,
      ...(this.#next === '' ? [] : [`next  ${this.#next}`]),
      this.#progress(),
    ]
  }

  #progress(): string {
    const { done, pruned, failed, planned } = countTrials(this.#record.state)
    const ended = done + pruned + failed
    const counts = [
      `${ended}${planned === null ? '' : ` of ${planned}`} trials`,
      ...(pruned > 0 ? [`${pruned} pruned`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
      durationText(Date.now() - this.#start),
      ...this.#left(planned),
    ]
    return counts.join(' · ')
  }

  /** By the mean time of runs so far; or until the time is over. */
  #left(planned: number | null): readonly string[] {
    const { trials, definition } = this.#record.state
    const times = trials.flatMap(({ repeats }) => repeats.flatMap(({ start, end }) => (end === null ? [] : [end.time - start])))
    const repeats = definition.seeds?.length ?? 1
    const over = definition.time === null ? Infinity : definition.time - (Date.now() - this.#start) / 1000
    if (times.length === 0) return Number.isFinite(over) ? [`at most ${durationText(Math.max(0, over) * 1000)} left`] : []
    const mean = times.reduce((sum, one) => sum + one, 0) / times.length
    const open = planned === null ? Infinity : Math.max(0, planned * repeats - times.length)
    const left = Math.min(over, (open * mean) / definition.jobs)
    return Number.isFinite(left) ? [`about ${durationText(Math.max(0, left) * 1000)} left`] : []
  }

  #foresee(): void {
    const { state } = this.#record
    const { definition, trials } = state
    const isLast = definition.trials !== null && trials.length >= definition.trials
    if (!this.#lines.isLive || isLast) return void (this.#next = '')
    const isKnown = FORESEEABLE.has(this.#sampler.name) || state.enqueued < definition.enqueue.length
    const next = isKnown ? suggestNext(state, this.#sampler) : null
    this.#next = isKnown ? (next === null ? '' : settingText(next)) : `chosen by ${this.#sampler.name} when a trial ends`
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

/** Its trial, and the seed where there are several. */
function nameOf({ trial, seed }: Repeat, { definition }: SweepState): string {
  return seedsOf(definition, trial).length > 1 ? `${trial} (seed ${seed})` : String(trial)
}

import { durationText } from '../../render/duration-text.ts'
import { cutToWidth } from '../../render/text-width.ts'
import { wrapText } from '../../render/wrap-text.ts'
import type { Repeat, SweepState, TrialRecord } from '../../sweep/ledger/sweep-state.ts'
import { seedsOf } from '../../sweep/ledger/settle-trial.ts'
import { countTrials } from '../../sweep/reading/count-trials.ts'
import { estimateLeft } from '../../sweep/reading/estimate-left.ts'
import { bestTrials } from '../../sweep/reading/rank-state.ts'
import { outcomeText, settingText } from './trial-text.ts'

/** Digits of numbers where the line is short. */
const DIGITS = 4

export interface Standing {
  /** Runs that go on. */
  readonly running: readonly Repeat[]
  /** What comes next; empty where nothing does. */
  readonly next: string
  /** Unix seconds, as all times here: of now, and of when this process has begun. */
  readonly now: number
  readonly start: number
  /** Columns of a line. */
  readonly width: number
}

/** What stands below all that is said while a sweep goes on: what is best, what runs, what is next, and when it ends. */
export function standingLines(state: SweepState, { running, next, now, start, width }: Standing): readonly string[] {
  const [best] = bestTrials(state)
  const runs = running.map((repeat) => `${nameOf(repeat, state)} ${roughText(now - repeat.start)}`).join(' · ')
  const all: readonly (readonly [string, string])[] = [
    ['best', best === undefined ? '' : `trial ${best.number}: ${valueOf(best, state)}, ${settingText(best, DIGITS)}`],
    ['runs', runs],
    ['next', next],
  ]
  const lines = all.flatMap(([label, text]) => (text === '' ? [] : lineOf(label, text, width)))
  return [...lines, cutToWidth(progressOf(state, { now, start }), width)]
}

/** Two lines at the most. */
function lineOf(label: string, text: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrapText(text, width - 6)
  const second = rest.length === 0 ? [] : [`      ${cutToWidth(rest.join(' '), width - 6)}`]
  return [cutToWidth(`${label}  ${first}`, width), ...second]
}

/** A trial that is over, as it stays on the terminal; in several lines where it does not fit. */
export function settledText(trial: TrialRecord, state: SweepState, width: number): string {
  const { outcome, repeats } = trial
  if (outcome === null) return ''
  const ended = repeats.flatMap(({ start, end }) => (end === null ? [] : [end.time - start]))
  const took = ended.length === 0 ? '' : durationText(ended.reduce((sum, one) => sum + one, 0) * 1000)
  const isBest = outcome.state === 'done' && bestTrials(state).some(({ number }) => number === trial.number)
  const mark = isBest ? (state.definition.objectives.length > 1 ? 'on the front' : 'best so far') : ''
  const value = outcome.state === 'done' ? valueOf(trial, state) : ''
  const head = `trial ${trial.number}`.padEnd(10) + outcome.state.padEnd(8)
  const setting = settingText(trial, Number.isFinite(width) ? DIGITS : undefined)
  const parts = [value, setting, took, outcome.reason ?? mark].filter((part) => part !== '')
  const whole = `${head}${parts.join('  ')}`
  if (whole.length <= width) return whole
  return head + wrapText(parts.join(', '), width - head.length).join(`\n${' '.repeat(head.length)}`)
}

function valueOf({ outcome }: TrialRecord, { definition }: SweepState): string {
  return outcome === null ? '' : outcomeText(outcome, definition.objectives)
}

/** Its trial, and the seed where there are several. */
function nameOf({ trial, seed }: Repeat, { definition }: SweepState): string {
  return seedsOf(definition, trial).length > 1 ? `${trial} (seed ${seed})` : String(trial)
}

function progressOf(state: SweepState, { now, start }: Pick<Standing, 'now' | 'start'>): string {
  const { done, pruned, failed, planned } = countTrials(state)
  const ended = done + pruned + failed
  const counts = [
    `${ended}${planned === null ? '' : ` of ${planned}`} trials`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    roughText(now - start),
    ...leftText(state, { planned, now, start }),
  ]
  return counts.join(' · ')
}

/** By how long runs have taken, or until the time is over. */
function leftText(
  state: SweepState,
  { planned, now, start }: Pick<Standing, 'now' | 'start'> & { readonly planned: number | null },
): readonly string[] {
  const { time } = state.definition
  const over = time === null ? Infinity : Math.max(0, time - (now - start))
  const estimate = planned === null ? null : estimateLeft(state, planned, now)
  if (estimate !== null) return [`about ${roughText(Math.min(over, estimate))} left`]
  return Number.isFinite(over) ? [`at most ${roughText(over)} left`] : []
}

/** `7 s`: seconds are enough for what changes while one looks. */
function roughText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return whole < 60 ? `${whole} s` : durationText(whole * 1000)
}

import type { JsonValue } from '../../format/json-value.ts'
import type { LedgerLine, ReachedPoint, RepeatState, SweepDefinition } from '../../format/sweep.ts'
import { runlabError } from '../../errors.ts'
import type { Trial } from '../samplers/trial.ts'
import type { Point } from '../space/point.ts'

export type Outcome = Extract<LedgerLine, { type: 'outcome' }>

/** One run of a trial. */
export interface Repeat {
  readonly trial: number
  readonly seed: number
  readonly attempt: number
  /** Its folder's name. */
  readonly run: string
  /** Unix seconds. */
  readonly start: number
  /** Null while it runs. */
  end: {
    readonly state: RepeatState
    readonly time: number
    readonly values: readonly number[] | null
    readonly reached: ReachedPoint | null
    readonly reason: string | null
  } | null
}

export interface TrialRecord {
  readonly number: number
  readonly parameters: Point
  readonly note: JsonValue
  readonly by: 'sampler' | 'enqueue'
  /** All of them, also those of earlier attempts, in the order of their start. */
  readonly repeats: Repeat[]
  outcome: Outcome | null
  /** As the sampler sees it: the same object until something changes. */
  seen: Trial
}

/** What the lines of a ledger amount to. Lines are applied in their order, and only here. */
export class SweepState {
  #definition: SweepDefinition | null = null
  readonly trials: TrialRecord[] = []
  /** Lines that have been applied. */
  lines = 0
  #enqueued = 0

  constructor(lines: readonly LedgerLine[] = []) {
    for (const line of lines) this.apply(line)
  }

  /** Throws SWEEP_HISTORY where the ledger does not begin with one. */
  get definition(): SweepDefinition {
    if (this.#definition === null)
      throw runlabError('SWEEP_HISTORY', { trial: 0, what: 'the ledger does not begin with a definition' })
    return this.#definition
  }

  /** Settings of `enqueue` that have been suggested. */
  get enqueued(): number {
    return this.#enqueued
  }

  /** Throws SWEEP_HISTORY for a line of a trial that was never suggested. */
  apply(line: LedgerLine): void {
    this.lines++
    switch (line.type) {
      case 'defined':
        this.#definition = line.definition
        return
      case 'suggested':
        return this.#suggest(line)
      case 'started': {
        const { trial, seed, attempt, run, time } = line
        return void this.#trial(trial).repeats.push({ trial, seed, attempt, run, start: time, end: null })
      }
      case 'ended': {
        const repeat = this.#trial(line.trial).repeats.findLast(({ run }) => run === line.run)
        if (repeat !== undefined) repeat.end = line
        return
      }
      case 'outcome': {
        const trial = this.#trial(line.trial)
        trial.outcome = line
        trial.seen = asSeen(trial, line)
        return
      }
      case 'retried': {
        const trial = this.#trial(line.trial)
        trial.outcome = null
        trial.seen = asSeen(trial, null)
        // What had failed is open again, as if it had been stopped.
        for (const repeat of latestRepeats(trial).values())
          if (repeat.end?.state === 'failed') repeat.end = { ...repeat.end, state: 'stopped' }
      }
    }
  }

  #suggest({ trial, parameters, note, by }: Extract<LedgerLine, { type: 'suggested' }>): void {
    if (trial !== this.trials.length)
      throw runlabError('SWEEP_HISTORY', { trial, what: `it was suggested as the ${this.trials.length + 1}th` })
    if (by === 'enqueue') this.#enqueued++
    const seen: Trial = { number: trial, parameters, note, state: 'pending' }
    this.trials.push({ number: trial, parameters, note, by, repeats: [], outcome: null, seen })
  }

  #trial(number: number): TrialRecord {
    const trial = this.trials[number]
    if (trial === undefined) throw runlabError('SWEEP_HISTORY', { trial: number, what: 'it was never suggested' })
    return trial
  }
}

function asSeen({ number, parameters, note }: TrialRecord, outcome: Outcome | null): Trial {
  const facts = { number, parameters, note }
  if (outcome === null) return { ...facts, state: 'pending' }
  if (outcome.state === 'pruned') return { ...facts, state: 'pruned', reached: outcome.reached }
  if (outcome.state === 'failed' || outcome.values === null) return { ...facts, state: 'failed' }
  const spread = outcome.spread === null ? {} : { spread: outcome.spread }
  return { ...facts, state: 'done', values: outcome.values, ...spread }
}

/** The last run of each seed. */
export function latestRepeats({ repeats }: Pick<TrialRecord, 'repeats'>): ReadonlyMap<number, Repeat> {
  return new Map(repeats.map((repeat) => [repeat.seed, repeat]))
}

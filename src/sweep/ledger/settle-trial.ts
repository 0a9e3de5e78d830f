import type { SweepDefinition } from '../../format/sweep.ts'
import { createRandom } from '../../random/random.ts'
import { latestRepeats } from './sweep-state.ts'
import type { Outcome, Repeat, TrialRecord } from './sweep-state.ts'

/** Seeds that are drawn for trials lie below this. */
const SEEDS = 2 ** 32

/** The seeds that a trial is run with; without any in the definition one that follows from the sweep's and the trial's number. */
export function seedsOf({ seeds, seed }: Pick<SweepDefinition, 'seeds' | 'seed'>, trial: number): readonly number[] {
  return seeds ?? [createRandom(seed, ['sweep', String(trial)]).integer(0, SEEDS - 1)]
}

/** The next seed that is to be run for a trial; null where all have been, or run, or are not needed any more. */
export function nextSeed(definition: SweepDefinition, trial: TrialRecord): number | null {
  if (trial.outcome !== null) return null
  const latest = latestRepeats(trial)
  if ([...latest.values()].some(({ end }) => end?.state === 'pruned' || end?.state === 'failed')) return null
  return seedsOf(definition, trial.number).find((seed) => isOpen(latest.get(seed))) ?? null
}

function isOpen(repeat: Repeat | undefined): boolean {
  return repeat === undefined || repeat.end?.state === 'stopped'
}

/** What a trial amounts to when nothing of it runs any more, or is to be run; null where that is not so yet. */
export function settleTrial(definition: SweepDefinition, trial: TrialRecord): Omit<Outcome, 'time'> | null {
  const { number } = trial
  const latest = latestRepeats(trial)
  const all = [...latest.values()]
  if (trial.outcome !== null || all.some(({ end }) => end === null)) return null
  const base = { type: 'outcome', trial: number, values: null, spread: null, reached: null, reason: null } as const
  const failed = all.find(({ end }) => end?.state === 'failed')
  const several = definition.seeds !== null && definition.seeds.length > 1
  const say = ({ seed, end }: Repeat): string => `${several ? `seed ${seed}: ` : ''}${end?.reason ?? 'no reason is known'}`
  if (failed !== undefined) return { ...base, state: 'failed', reason: say(failed) }
  const pruned = all.find(({ end }) => end?.state === 'pruned')
  if (pruned !== undefined) return { ...base, state: 'pruned', reached: pruned.end?.reached ?? null, reason: say(pruned) }
  const ended = seedsOf(definition, number).map((seed) => latest.get(seed)?.end?.values ?? null)
  if (ended.includes(null)) return null
  const values = ended.filter((one) => one !== null)
  const columns = definition.objectives.map((_, index) => values.map((one) => one[index] ?? Number.NaN))
  const spread = values.length < 2 ? null : columns.map(deviationOf)
  return { ...base, state: 'done', values: columns.map(meanOf), spread }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

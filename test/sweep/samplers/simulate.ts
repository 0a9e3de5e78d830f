import { createRandom } from '../../../src/random/random.ts'
import type { Sampler, Suggestion } from '../../../src/sweep/samplers/sampler.ts'
import type { Trial } from '../../../src/sweep/samplers/trial.ts'
import type { Point } from '../../../src/sweep/space/point.ts'

/** A line of a ledger: what was suggested, and what was known then. */
export interface LedgerLine {
  readonly number: number
  readonly suggestion: Suggestion
  readonly known: readonly Trial[]
}

export interface SimulatedSweep {
  readonly trials: number
  /** How many trials are under way at once; they end in random order. */
  readonly jobs?: number
  /** Of the order in which they end. */
  readonly seed?: number
  /** Trials that were there before. */
  readonly known?: readonly Trial[]
  /** Values of the objectives, `pruned`, or `failed`. */
  readonly evaluate: (point: Point, number: number) => readonly number[] | 'pruned' | 'failed'
}

/** A sweep in no time: what would run is a function here. */
export function simulate(
  sampler: Sampler,
  { trials, jobs = 1, seed = 0, known: before = [], evaluate }: SimulatedSweep,
): readonly LedgerLine[] {
  const random = createRandom(seed, ['simulate'])
  const ledger: LedgerLine[] = []
  const known: Trial[] = [...before]
  const endOne = (): void => {
    const at = random.choice(known.flatMap(({ state }, i) => (state === 'pending' ? [i] : [])))
    const [trial] = known.splice(at, 1)
    known.push(conclude(trial!, evaluate))
  }
  for (let number = before.length; number < trials; number++) {
    if (known.filter(({ state }) => state === 'pending').length >= jobs) endOne()
    const suggestion = sampler.ask(number, known)
    if (suggestion === null) break
    ledger.push({ number, suggestion, known: [...known] })
    known.push({ state: 'pending', number, parameters: suggestion.parameters, note: suggestion.note })
  }
  return ledger
}

function conclude({ number, parameters, note }: Trial, evaluate: SimulatedSweep['evaluate']): Trial {
  const outcome = evaluate(parameters, number)
  if (outcome === 'failed') return { state: 'failed', number, parameters, note }
  if (outcome === 'pruned') return { state: 'pruned', number, parameters, note, reached: { step: number % 7, value: number } }
  return { state: 'done', number, parameters, note, values: outcome }
}

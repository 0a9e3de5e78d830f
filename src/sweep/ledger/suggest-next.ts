import type { LedgerLine } from '../../format/sweep.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { SweepState } from './sweep-state.ts'

export type Suggested = Extract<LedgerLine, { type: 'suggested' }>

/**
 * The next trial: what the definition has put in front, then what the sampler suggests. A function of the state alone, which is one
 * of the ledger's lines. Null where the sampler has nothing left.
 */
export function suggestNext(state: SweepState, sampler: Sampler): Omit<Suggested, 'time'> | null {
  const trial = state.trials.length
  const base = { type: 'suggested', trial, after: state.lines } as const
  const first = state.definition.enqueue[state.enqueued]
  if (first !== undefined) return { ...base, parameters: first, note: null, by: 'enqueue' }
  const suggestion = sampler.ask(
    trial,
    state.trials.map(({ seen }) => seen),
  )
  return suggestion === null ? null : { ...base, ...suggestion, by: 'sampler' }
}

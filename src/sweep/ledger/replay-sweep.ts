import type { LedgerLine } from '../../format/sweep.ts'
import { ownJson } from '../../internal/own-json.ts'
import { samplerOf } from '../definition/sampler-of.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { suggestNext } from './suggest-next.ts'
import type { Suggested } from './suggest-next.ts'
import { SweepState } from './sweep-state.ts'

/** A suggestion of a ledger that is not made again. */
export interface ReplayDifference {
  readonly trial: number
  readonly recorded: Suggested['parameters']
  readonly replayed: Suggested['parameters'] | null
}

/**
 * Makes every suggestion of a ledger again, each from the lines before it: with the same sampler, seed and lines they are the same,
 * in whichever order parallel trials ended. Empty when all are. Throws as `createSampler`, and SWEEP_HISTORY.
 */
export function replaySweep(lines: readonly LedgerLine[]): readonly ReplayDifference[] {
  const state = new SweepState()
  const differences: ReplayDifference[] = []
  let sampler: Sampler | null = null
  for (const line of lines) {
    if (line.type === 'defined') sampler = samplerOf(line.definition)
    if (line.type === 'suggested' && sampler !== null) {
      const again = suggestNext(state, sampler)
      if (again === null || textOf(again) !== textOf(line))
        differences.push({ trial: line.trial, recorded: line.parameters, replayed: again?.parameters ?? null })
    }
    state.apply(line)
  }
  return differences
}

function textOf({ parameters, note, after }: Omit<Suggested, 'time'>): string {
  return ownJson([Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1)), note, after])
}

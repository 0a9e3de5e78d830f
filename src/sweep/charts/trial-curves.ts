import { dirname, join } from 'node:path'
import type { LineChart } from '../../api/visual.ts'
import type { Repeat, SweepState } from '../ledger/sweep-state.ts'
import { rankTrials } from '../reading/rank-state.ts'
import { endedCurve } from '../running/running-repeat.ts'

/** Trials that have a line: more cannot be told apart. */
const MOST = 12

/** The curves of the best trials and, after them, of those that were pruned last: of the first seed of each. Null without a point. */
export function trialCurves(folder: string, state: SweepState, series: string): LineChart | null {
  const pruned = state.trials.filter(({ outcome }) => outcome?.state === 'pruned').toReversed()
  const chosen = [...rankTrials(state), ...pruned].slice(0, MOST)
  const lines = chosen.flatMap(({ number, repeats, outcome }) => {
    const repeat = repeats.find(isOver)
    if (repeat === undefined || outcome === null) return []
    const { points } = endedCurve(join(dirname(folder), repeat.run), series, { trial: number, state: 'done' })
    const mark = outcome.state === 'pruned' ? ' (pruned)' : ''
    const [x, y] = [points.map(({ step }) => step), points.map(({ value }) => value)]
    return points.length === 0 ? [] : [{ label: `trial ${number}${mark}`, x, y }]
  })
  if (lines.length === 0) return null
  const title = `${series} of ${chosen.length < state.trials.length ? 'the best trials' : 'all trials'}`
  return { type: 'lines', title, x: { label: 'step' }, y: { label: series }, lines }
}

function isOver({ end }: Repeat): boolean {
  return end?.state === 'done' || end?.state === 'pruned'
}

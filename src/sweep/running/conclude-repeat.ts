import { openRun } from '../../archive/opening/open-run.ts'
import { RunlabError } from '../../errors.ts'
import type { LaunchOutcome } from '../../launch/launcher.ts'
import type { Expression } from '../../query/filter/expression.ts'
import type { Repeat } from '../ledger/sweep-state.ts'
import { readObjectives } from './read-objectives.ts'
import type { StopOrder } from './running-repeat.ts'

type End = Omit<NonNullable<Repeat['end']>, 'time'>

interface Circumstances {
  /** Why it was asked to end; null where it was not. */
  readonly order: StopOrder | null
  readonly objectives: readonly Expression[]
  readonly now: Date
}

/** What a run that has ended is for its trial. One that was done before it heard that it is to end is done. */
export function concludeRepeat(outcome: LaunchOutcome, { order, objectives, now }: Circumstances): End {
  const { folder, status, error } = outcome
  const failed = (reason: string): End =>
    order === null ? { state: 'failed', values: null, reached: null, reason } : { ...order, values: null }
  if (folder === null) return failed(`no run began: ${error}`)
  if (status !== 'done') return failed(error ?? status)
  try {
    const reading = readObjectives(openRun(folder), objectives, now)
    if ('fault' in reading) return failed(reading.fault)
    return { state: 'done', values: reading.values, reached: null, reason: null }
  } catch (thrown) {
    if (!(thrown instanceof RunlabError)) throw thrown
    return failed(thrown.message)
  }
}

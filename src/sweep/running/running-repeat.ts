import { openRunIfThere } from '../../archive/opening/open-run.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import type { FollowFrom } from '../../api/tracking.ts'
import { RunlabError } from '../../errors.ts'
import type { ReachedPoint, RepeatState } from '../../format/sweep.ts'
import type { Repeat } from '../ledger/sweep-state.ts'
import type { Curve, CurvePoint } from '../pruners/pruner.ts'
import type { LaunchedRun } from '../../launch/launcher.ts'

/** Why a run was asked to end. */
export interface StopOrder {
  readonly state: Exclude<RepeatState, 'done'>
  readonly reason: string
  readonly reached: ReachedPoint | null
}

/** A run of a trial that goes on. */
export class RunningRepeat {
  readonly repeat: Repeat
  readonly folder: string
  readonly launched: LaunchedRun
  order: StopOrder | null = null
  #run: ArchivedRun | undefined
  #next: FollowFrom = 0
  readonly #points = new Map<number, number>()

  constructor(repeat: Repeat, folder: string, launched: LaunchedRun) {
    this.repeat = repeat
    this.folder = folder
    this.launched = launched
  }

  /** Asks for its end; the first reason counts. */
  stop(order: StopOrder): void {
    this.order ??= order
    this.launched.stop(order.reason)
  }

  /** Its points of a series so far. What cannot be read yet is not there yet. */
  curve(series: string): readonly CurvePoint[] {
    try {
      this.#run ??= openRunIfThere(this.folder)
      const following = this.#run?.follow(series, { from: this.#next })
      if (following === undefined || following.length === 0) return this.#sorted()
      const { steps, values } = following
      for (const [index, step] of steps.entries()) this.#points.set(step, values[index] ?? Number.NaN)
      this.#next = following.next
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      this.#run = undefined
    }
    return this.#sorted()
  }

  #sorted(): readonly CurvePoint[] {
    return Array.from(this.#points, ([step, value]) => ({ step, value })).toSorted((a, b) => a.step - b.step)
  }
}

/** The curve of a run that has ended. */
export function endedCurve(folder: string, series: string, facts: Pick<Curve, 'trial' | 'state'>): Curve {
  try {
    const found = openRunIfThere(folder)?.series(series)
    if (found === undefined) return { ...facts, points: [] }
    const points = new Map(Array.from(found.steps, (step, index) => [step, found.values[index] ?? Number.NaN]))
    const sorted = Array.from(points, ([step, value]) => ({ step, value })).toSorted((a, b) => a.step - b.step)
    return { ...facts, points: sorted }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { ...facts, points: [] }
  }
}

import { dirname, join } from 'node:path'
import type { Curve, Pruner } from '../pruners/pruner.ts'
import { endedCurve } from './running-repeat.ts'
import type { RunningRepeat } from './running-repeat.ts'
import type { SweepRecord } from './sweep-record.ts'

/** The curves of all runs of a sweep, by which those that go on are judged. */
export class CurveBook {
  readonly #series: string
  readonly #pruner: Pruner
  readonly #ended: Curve[] = []
  readonly #judged = new Map<string, number>()

  constructor({ folder, state }: SweepRecord, series: string, pruner: Pruner) {
    this.#series = series
    this.#pruner = pruner
    for (const { repeats } of state.trials) {
      for (const { run, trial, end } of repeats)
        if (end?.state === 'done' || end?.state === 'pruned')
          this.#ended.push(endedCurve(join(dirname(folder), run), series, { trial, state: end.state }))
    }
  }

  /** Keeps the curve of a run that has ended. */
  keep({ repeat: { trial, end }, folder }: RunningRepeat): void {
    if (end?.state === 'done' || end?.state === 'pruned')
      this.#ended.push(endedCurve(folder, this.#series, { trial, state: end.state }))
  }

  /** Stops a run that does not look good, once for each of its points. */
  judge(running: RunningRepeat, all: readonly RunningRepeat[]): void {
    const { repeat } = running
    const points = running.curve(this.#series)
    const seen = this.#judged.get(repeat.run) ?? 0
    this.#judged.set(repeat.run, points.length)
    const others: readonly Curve[] = [
      ...this.#ended,
      ...all.flatMap((other) =>
        other === running ? [] : [{ trial: other.repeat.trial, state: 'pending' as const, points: other.curve(this.#series) }],
      ),
    ]
    for (let count = seen + 1; count <= points.length; count++) {
      const verdict = this.#pruner.judge({ trial: repeat.trial, state: 'pending', points: points.slice(0, count) }, others)
      if (!verdict.stop) continue
      const last = points[count - 1]
      const reason = `${this.#pruner.name}: ${this.#series} ${verdict.reason}`
      return running.stop({ state: 'pruned', reason, reached: last === undefined ? null : { ...last } })
    }
  }
}

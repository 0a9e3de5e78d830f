/** What a trial has recorded of the objective, so far. */
export interface Curve {
  readonly trial: number
  readonly state: 'pending' | 'done' | 'pruned' | 'failed'
  /** In the order of their steps, each step once. */
  readonly points: readonly CurvePoint[]
}

export interface CurvePoint {
  readonly step: number
  readonly value: number
}

/** Whether a trial goes on. The reason is for people, and for the record of the trial. */
export type PruneVerdict = { readonly stop: false } | { readonly stop: true; readonly reason: string }

export const GO_ON: PruneVerdict = Object.freeze({ stop: false })

/**
 * Decides whether a trial that does not look good is stopped early. Asked after each of its points.
 *
 * - A verdict is a function of the options, of the trial's curve and of the others: the same ones give the same verdict, in
 *   another process and years later. The order of the others does not matter.
 * - A trial without points, and one that is better at each of its steps than all others, and grows better, goes on.
 * - Curves of trials that have failed do not count; those that are pending or were pruned count as far as they go.
 * - A last value that is no number stops the trial.
 */
export interface Pruner {
  readonly name: PrunerName
  judge(curve: Curve, others: readonly Curve[]): PruneVerdict
}

export const PRUNERS = ['median', 'asha', 'patience'] as const
export type PrunerName = (typeof PRUNERS)[number]

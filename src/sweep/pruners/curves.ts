import type { Direction } from '../samplers/trial.ts'
import type { Curve, CurvePoint } from './pruner.ts'

/**
 * What a trial had at a step: its value there, else the last one before. Null where it has not come as far, has failed, or the
 * value is no number.
 */
export function valueAt({ points, state }: Curve, step: number): number | null {
  const last = points.at(-1)
  if (state === 'failed' || last === undefined || last.step < step) return null
  const { value } = points.findLast((point) => point.step <= step) ?? { value: Number.NaN }
  return Number.isNaN(value) ? null : value
}

/** The first of the best points; null where none is a number. */
export function bestOf(points: readonly CurvePoint[], direction: Direction): CurvePoint | null {
  let best: CurvePoint | null = null
  for (const point of points) {
    if (!Number.isNaN(point.value) && (best === null || isBetter(point.value, best.value, direction))) best = point
  }
  return best
}

export function isBetter(a: number, b: number, direction: Direction): boolean {
  return direction === 'minimize' ? a < b : a > b
}

/** As people read it: six digits. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(6)))
}

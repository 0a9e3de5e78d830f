import type { JsonValue } from '../../format/json-value.ts'
import type { NumberDifference } from './run-diff.ts'

/** From one number to another; null where they are the same, or one is no finite number, or the difference is none. */
export function numberDifference(before: JsonValue, after: JsonValue): NumberDifference | null {
  if (typeof before !== 'number' || typeof after !== 'number') return null
  const absolute = after - before
  if (absolute === 0 || !Number.isFinite(absolute)) return null
  const percent = (absolute / Math.abs(before)) * 100
  return { absolute, percent: Number.isFinite(percent) ? percent : null }
}

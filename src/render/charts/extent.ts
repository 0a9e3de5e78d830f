/** Half of what numbers can be: a span between two of them is still one. */
const LARGEST = Number.MAX_VALUE / 4

/** The smallest and the largest finite value, kept where a span between them is a number; null without any. */
export function extentOf(columns: Iterable<ArrayLike<number>>): readonly [number, number] | null {
  let min = Infinity
  let max = -Infinity
  for (const values of columns) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number
      if (value < min && value !== -Infinity) min = value
      if (value > max && value !== Infinity) max = value
    }
  }
  return min > max ? null : [clamp(min), clamp(max)]
}

export function clamp(value: number): number {
  return Math.min(LARGEST, Math.max(-LARGEST, value))
}

/** An extent with room around it; of one value a span with that in the middle. */
export function widen([min, max]: readonly [number, number], share: number): readonly [number, number] {
  const span = max - min
  if (span > Math.max(Math.abs(min), Math.abs(max)) * 1e-12) return [min - span * share, max + span * share]
  const room = Math.max(Math.abs(min) * 0.1, min === 0 ? 1 : Number.MIN_VALUE * 1e10)
  return [min - room, max + room]
}

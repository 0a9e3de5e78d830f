export interface ColumnWindow {
  readonly from: number
  readonly to: number
}

/** Where each column begins, and where the last one ends. */
export function columnStarts(widths: readonly number[]): readonly number[] {
  const starts = [0]
  for (const width of widths) starts.push((starts.at(-1) ?? 0) + width)
  return starts
}

/** The columns of which something is seen between `left` and `right`. */
export function columnWindow(starts: readonly number[], left: number, right: number): ColumnWindow {
  const count = starts.length - 1
  return { from: Math.max(0, Math.min(count, firstAfter(starts, left) - 1)), to: Math.min(count, firstAfter(starts, right)) }
}

/** The first index whose start is greater than `x`. */
function firstAfter(starts: readonly number[], x: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) > x) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * The order of points of several senders by time, as places in the columns in which sender stands after sender; points of one
 * sender keep theirs. Null where there is only one.
 */
export function mergeOrder(times: Float64Array, counts: readonly number[]): Uint32Array | null {
  const lists = counts.filter((count) => count > 0)
  if (lists.length < 2) return null
  let start = 0
  const heads = lists.map((count) => ({ at: start, end: (start += count) }))
  const order = new Uint32Array(times.length)
  for (let i = 0; i < order.length; i++) {
    let first = heads[0]
    for (const head of heads) {
      if (head.at < head.end && (first === undefined || first.at >= first.end || isBefore(times, head.at, first.at))) first = head
    }
    if (first !== undefined) order[i] = first.at++
  }
  return order
}

function isBefore(times: Float64Array, a: number, b: number): boolean {
  return (times[a] as number) < (times[b] as number)
}

/** A column in another order. */
export function inOrder<T extends Float64Array | readonly unknown[]>(column: T, order: Uint32Array | null): T {
  if (order === null) return column
  if (column instanceof Float64Array) return Float64Array.from(order, (place) => column[place] as number) as T
  return Array.from(order, (place) => column[place]) as unknown as T
}

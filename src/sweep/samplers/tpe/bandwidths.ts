/** Narrower than a hundredth of the range says nothing. */
const MOST_KERNELS = 100

/**
 * How wide the kernels around places in [0, 1] are: as far as the further one of their two neighbours, at least a share of the
 * range that shrinks as places come in. The ends of the range count as neighbours only where there is one place.
 */
export function bandwidths(places: Float64Array): Float64Array {
  const n = places.length
  const least = 1 / Math.min(MOST_KERNELS, n + 2)
  const order = orderOf(places)
  const at = (rank: number): number => places[order[rank] ?? 0] ?? 0
  const widths = new Float64Array(n)
  let left = n === 1 ? at(0) : 0
  for (let rank = 0; rank < n; rank++) {
    const right = rank < n - 1 ? at(rank + 1) - at(rank) : n === 1 ? 1 - at(rank) : 0
    widths[order[rank] ?? 0] = Math.min(1, Math.max(least, left, right))
    left = right
  }
  return widths
}

/** Their indices, smallest first. One array of numbers that hold place and index sorts ten times faster than a comparison does. */
function orderOf(places: Float64Array): Uint32Array {
  const indexBits = Math.max(1, 32 - Math.clz32(places.length))
  const indices = 2 ** indexBits
  const scale = 2 ** (52 - indexBits)
  const keys = new Float64Array(places.length)
  for (let i = 0; i < places.length; i++) keys[i] = Math.floor((places[i] ?? 0) * scale) * indices + i
  keys.sort()
  const order = new Uint32Array(places.length)
  for (let i = 0; i < places.length; i++) order[i] = (keys[i] ?? 0) % indices
  return order
}

/** Reproducible random numbers of 0–1: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Doubles of any bits, NaN and subnormal ones included. */
export function randomDoubles(seed: number, count: number): Float64Array {
  const random = randomFrom(seed)
  const values = new Float64Array(count)
  const words = new Uint32Array(values.buffer)
  for (let i = 0; i < words.length; i++) words[i] = random() * 2 ** 32
  return values
}

/** Whole numbers that doubles hold exactly, of both signs and all sizes. */
export function randomIntegers(seed: number, count: number, largest = Number.MAX_SAFE_INTEGER): Float64Array {
  const random = randomFrom(seed)
  return Float64Array.from({ length: count }, () => Math.round((random() * 2 - 1) * largest ** random()) + 0)
}

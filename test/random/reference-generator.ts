const MASK = 0xffffffffn
const rotate = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & MASK

/** xoshiro128** 1.1 word by word in BigInt, written after the published C: slow, and nothing shared with what it checks. */
export function* referenceOutputs(words: readonly number[]): Generator<number, never> {
  const s = words.map(BigInt) as [bigint, bigint, bigint, bigint]
  for (;;) {
    const result = (rotate((s[1] * 5n) & MASK, 7n) * 9n) & MASK
    const t = (s[1] << 9n) & MASK
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotate(s[3], 11n)
    yield Number(result)
  }
}

import { DIRECTION_NUMBERS } from './direction-numbers.ts'

/** The most dimensions there are direction numbers for. */
export const MOST_DIMENSIONS = DIRECTION_NUMBERS.length + 1

const BITS = 32

/** Of a dimension, from 0: what each binary digit of an index contributes. */
export function directionVectors(dimension: number): Uint32Array {
  const vectors = new Uint32Array(BITS)
  if (dimension === 0) return vectors.map((_, i) => 1 << (BITS - 1 - i))
  const [polynomial = 3, m = []] = readNumbers(DIRECTION_NUMBERS[dimension - 1] ?? '3:1')
  const degree = BITS - 1 - Math.clz32(polynomial)
  for (let i = 0; i < BITS; i++) vectors[i] = i < degree ? (m[i] ?? 1) << (BITS - 1 - i) : recur(vectors, i, polynomial, degree)
  return vectors
}

function readNumbers(text: string): readonly [number, readonly number[]] {
  const [polynomial = '', numbers = ''] = text.split(':')
  return [Number(polynomial), numbers.split(',').map(Number)]
}

function recur(vectors: Uint32Array, i: number, polynomial: number, degree: number): number {
  const before = vectors[i - degree] ?? 0
  let vector = before ^ (before >>> degree)
  for (let k = 1; k < degree; k++) if ((polynomial >>> (degree - k)) & 1) vector ^= vectors[i - k] ?? 0
  return vector
}

/** The coordinate of a point of the sequence, as 32 binary digits; in the order of the Gray code, as in most libraries. */
export function sobolDigits(vectors: Uint32Array, index: number): number {
  let digits = 0
  let gray = index ^ (index >>> 1)
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) if (gray & 1) digits ^= vectors[bit] ?? 0
  return digits >>> 0
}

/**
 * Owen's scrambling by a hash: each digit is flipped by a function of the seed and of the digits before it, so that what makes
 * the sequence even is kept.
 * B. Burley, "Practical hash-based Owen scrambling", Journal of Computer Graphics Techniques 9(4), 2020.
 */
export function scramble(digits: number, seed: number): number {
  let x = reverseBits(digits)
  x = (x + seed) | 0
  x ^= Math.imul(x, 0x6c50b47c)
  x ^= Math.imul(x, 0xb82f1e52)
  x ^= Math.imul(x, 0xc7afe638)
  x ^= Math.imul(x, 0x8d22f6e6)
  return reverseBits(x)
}

function reverseBits(value: number): number {
  let x = value
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1)
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2)
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4)
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8)
  return ((x >>> 16) | (x << 16)) >>> 0
}

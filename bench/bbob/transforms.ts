/** What makes the BBOB functions irregular, ill-conditioned and rotated. */
import { dot } from './instance-random.ts'
import type { Matrix } from './instance-random.ts'

export type Vector = readonly number[]

export function minus(x: Vector, shift: Vector): number[] {
  return x.map((value, i) => value - shift[i]!)
}

export function times(matrix: Matrix, x: Vector): number[] {
  return matrix.map((row) => dot(row, x))
}

/** The share of a coordinate's place: 0 for the first, 1 for the last. */
export function shareOf(i: number, dimension: number): number {
  return i / (dimension - 1)
}

/** First · diag(base^share) · second. */
export function conditioned(first: Matrix, base: number, second: Matrix): Matrix {
  const scales = first.map((_, k) => base ** shareOf(k, first.length))
  return first.map((row) => second.map((_, j) => row.reduce((sum, value, k) => sum + value * scales[k]! * second[k]![j]!, 0)))
}

/** Waves that leave the order of values as it is. */
export function oscillate(value: number): number {
  if (value === 0) return 0
  const log = Math.log(Math.abs(value)) / 0.1
  const [a, b] = value > 0 ? [1, 0.79] : [0.55, 0.31]
  return Math.sign(value) * Math.exp(log + 0.49 * (Math.sin(a * log) + Math.sin(b * log))) ** 0.1
}

export function asymmetric(x: Vector, beta: number): number[] {
  return x.map((value, i) => (value > 0 ? value ** (1 + beta * shareOf(i, x.length) * Math.sqrt(value)) : value))
}

/** How far a point lies outside of [−5, 5], squared. */
export function outside(x: Vector): number {
  return x.reduce((sum, value) => sum + Math.max(0, Math.abs(value) - 5) ** 2, 0)
}

/** Halves go up. */
export function roundUp(value: number): number {
  return Math.floor(value + 0.5)
}

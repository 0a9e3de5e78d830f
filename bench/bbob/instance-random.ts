/**
 * The random numbers that the instances of the BBOB functions are made of, as the reference implementation has them: the optimum,
 * rotations and the value at the optimum.
 * N. Hansen et al., "COCO: a platform for comparing continuous optimizers in a black-box setting", Optimization Methods and
 * Software 36, 2021; https://github.com/numbbo/coco-experiment, suite_bbob_legacy_code.c
 */

export type Matrix = readonly (readonly number[])[]

/** Of the same seed, always the same numbers between 0 and 1. */
export function uniformNumbers(count: number, seed: number): number[] {
  let state = Math.max(1, Math.abs(seed))
  const advance = (): void => {
    const quotient = Math.floor(state / 127_773)
    state = 16_807 * (state - quotient * 127_773) - 2836 * quotient
    if (state < 0) state += 2_147_483_647
  }
  const table: number[] = []
  for (let i = 39; i >= 0; i--) {
    advance()
    if (i < 32) table[i] = state
  }
  let drawn = table[0]!
  return Array.from({ length: count }, () => {
    advance()
    const at = Math.floor(drawn / 67_108_865)
    drawn = table[at]!
    table[at] = state
    return drawn / 2.147483647e9 || 1e-99
  })
}

export function normalNumbers(count: number, seed: number): number[] {
  const uniform = uniformNumbers(2 * count, seed)
  return Array.from(
    { length: count },
    (_, i) => Math.sqrt(-2 * Math.log(uniform[i]!)) * Math.cos(2 * Math.PI * uniform[count + i]!) || 1e-99,
  )
}

export function optimumOf(dimension: number, seed: number): number[] {
  return uniformNumbers(dimension, seed).map((number) => (8 * Math.floor(1e4 * number)) / 1e4 - 4 || -1e-5)
}

/** By Gram and Schmidt, of normal numbers. */
export function rotationOf(dimension: number, seed: number): Matrix {
  const numbers = normalNumbers(dimension * dimension, seed)
  const columns = Array.from({ length: dimension }, (_, j) => numbers.slice(j * dimension, (j + 1) * dimension))
  for (const [i, column] of columns.entries()) {
    for (const before of columns.slice(0, i)) {
      const product = dot(column, before)
      for (let k = 0; k < dimension; k++) column[k] = column[k]! - product * before[k]!
    }
    const length = Math.sqrt(dot(column, column))
    for (let k = 0; k < dimension; k++) column[k] = column[k]! / length
  }
  return Array.from({ length: dimension }, (_, row) => columns.map((column) => column[row]!))
}

export function bestValueOf(id: number, instance: number): number {
  const seed = (id === 4 ? 3 : id === 18 ? 17 : id) + 10_000 * instance
  const [a, b] = [normalNumbers(1, seed)[0]!, normalNumbers(1, seed + 1)[0]!]
  return Math.min(1000, Math.max(-1000, Math.floor((100 * 100 * a) / b + 0.5) / 100))
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

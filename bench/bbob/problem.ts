/**
 * The 24 noiseless functions of BBOB on [−5, 5]^d, as `coco-experiment` has them (a test compares both).
 * N. Hansen, S. Finck, R. Ros and A. Auger, "Real-parameter black-box optimization benchmarking 2009: noiseless functions
 * definitions", INRIA RR-6829, 2009.
 */
import * as f from './functions.ts'
import { gallagher } from './gallagher.ts'
import { bestValueOf, normalNumbers, optimumOf, rotationOf, uniformNumbers } from './instance-random.ts'
import { asymmetric, conditioned, minus, oscillate, outside, roundUp, shareOf, times } from './transforms.ts'
import type { Vector } from './transforms.ts'

export interface Problem {
  /** The least value. */
  readonly best: number
  evaluate(x: Vector): number
}

export interface ProblemName {
  /** 1 to 24. */
  readonly id: number
  readonly dimension: number
  /** From 1. */
  readonly instance: number
}

export function createProblem({ id, dimension, instance }: ProblemName): Problem {
  const best = bestValueOf(id, instance)
  const family = id === 4 ? 3 : id === 18 ? 17 : id
  const height = FUNCTIONS[id - 1]!(dimension, family + 10_000 * instance)
  return { best, evaluate: (x) => height(x) + best }
}

type Make = (dimension: number, seed: number) => (x: Vector) => number

/** Further than any seed of an instance. */
const SECOND = 1_000_000

const FUNCTIONS: readonly Make[] = [
  (d, seed) => shifted(d, seed, f.sphere),
  (d, seed) => shifted(d, seed, (z) => f.ellipsoid(z.map(oscillate))),
  (d, seed) =>
    shifted(d, seed, (z) =>
      f.rastrigin(asymmetric(z.map(oscillate), 0.2).map((value, i) => Math.sqrt(10) ** shareOf(i, d) * value)),
    ),
  bueche,
  linearSlope,
  attractiveSector,
  stepEllipsoid,
  (d, seed) => {
    const optimum = optimumOf(d, seed).map((value) => 0.75 * value)
    const factor = Math.max(1, Math.sqrt(d) / 8)
    return (x) => f.rosenbrock(minus(x, optimum).map((value) => factor * value + 1))
  },
  (d, seed) => {
    const [rotation, factor] = [rotationOf(d, seed), Math.max(1, Math.sqrt(d) / 8)]
    return (x) => f.rosenbrock(times(rotation, x).map((value) => factor * value + 0.5))
  },
  (d, seed) => rotated(d, seed, (z) => f.ellipsoid(z.map(oscillate))),
  (d, seed) => rotated(d, seed, (z) => f.discus(z.map(oscillate))),
  (d, seed) => {
    const [optimum, rotation] = [optimumOf(d, seed + SECOND), rotationOf(d, seed + SECOND)]
    return (x) => f.bentCigar(times(rotation, asymmetric(times(rotation, minus(x, optimum)), 0.5)))
  },
  (d, seed) => {
    const matrix = twice(d, seed, Math.sqrt(10))
    return shifted(d, seed, (z) => f.sharpRidge(times(matrix, z)))
  },
  (d, seed) => rotated(d, seed, f.differentPowers),
  (d, seed) => {
    const matrix = twice(d, seed, Math.sqrt(10))
    return rotated(d, seed, (z) => f.rastrigin(times(matrix, asymmetric(z.map(oscillate), 0.2))))
  },
  (d, seed) => {
    const matrix = twice(d, seed, 0.1)
    const inner = rotated(d, seed, (z) => f.weierstrass(times(matrix, z.map(oscillate))))
    return (x) => inner(x) + (10 / d) * outside(x)
  },
  (d, seed) => schaffers(d, seed, 10),
  (d, seed) => schaffers(d, seed, 1000),
  (d, seed) => {
    const [rotation, factor] = [rotationOf(d, seed), Math.max(1, Math.sqrt(d) / 8)]
    return (x) => f.griewankRosenbrock(times(rotation, x).map((value) => factor * value + 0.5))
  },
  schwefel,
  (d, seed) => gallagher(d, 101, seed),
  (d, seed) => gallagher(d, 21, seed),
  (d, seed) => {
    const matrix = twice(d, seed, 10)
    const inner = shifted(d, seed, (z) => f.katsuura(times(matrix, z)))
    return (x) => inner(x) + outside(x)
  },
  lunacek,
]

function shifted(dimension: number, seed: number, inner: (z: Vector) => number): (x: Vector) => number {
  const optimum = optimumOf(dimension, seed)
  return (x) => inner(minus(x, optimum))
}

function rotated(dimension: number, seed: number, inner: (z: Vector) => number): (x: Vector) => number {
  const rotation = rotationOf(dimension, seed + SECOND)
  return shifted(dimension, seed, (z) => inner(times(rotation, z)))
}

/** Rotated, stretched and rotated again. */
function twice(dimension: number, seed: number, base: number) {
  return conditioned(rotationOf(dimension, seed + SECOND), base, rotationOf(dimension, seed))
}

function bueche(d: number, seed: number): (x: Vector) => number {
  const optimum = optimumOf(d, seed).map((value, i) => (i % 2 === 0 ? Math.abs(value) : value))
  return (x) => {
    const z = minus(x, optimum)
      .map(oscillate)
      .map((value, i) => Math.sqrt(10) ** shareOf(i, d) * (value > 0 && i % 2 === 0 ? 10 : 1) * value)
    return f.rastrigin(z) + 100 * outside(x)
  }
}

function linearSlope(d: number, seed: number): (x: Vector) => number {
  const corner = optimumOf(d, seed).map((value) => (value < 0 ? -5 : 5))
  return (x) =>
    x.reduce((sum, value, i) => {
      const slope = Math.sign(corner[i]!) * 10 ** shareOf(i, d)
      return sum + 5 * Math.abs(slope) - slope * (value * corner[i]! < 25 ? value : corner[i]!)
    }, 0)
}

function attractiveSector(d: number, seed: number): (x: Vector) => number {
  const [optimum, matrix] = [optimumOf(d, seed), twice(d, seed, Math.sqrt(10))]
  return (x) => {
    const z = times(matrix, minus(x, optimum))
    const sum = z.reduce((total, value, i) => total + (optimum[i]! * value > 0 ? 1e4 : 1) * value * value, 0)
    return oscillate(sum) ** 0.9
  }
}

function stepEllipsoid(d: number, seed: number): (x: Vector) => number {
  const [first, second] = [rotationOf(d, seed + SECOND), rotationOf(d, seed)]
  const inner = shifted(d, seed, (shift) => {
    const z = times(second, shift).map((value, i) => Math.sqrt(10 ** shareOf(i, d)) * value)
    const steps = z.map((value) => (Math.abs(value) > 0.5 ? roundUp(value) : roundUp(10 * value) / 10))
    return 0.1 * Math.max(Math.abs(z[0]!) * 1e-4, f.ellipsoid(times(first, steps), 100))
  })
  return (x) => inner(x) + outside(x)
}

function schaffers(d: number, seed: number, condition: number): (x: Vector) => number {
  const second = rotationOf(d, seed)
  const inner = rotated(d, seed, (z) =>
    f.schaffers(times(second, asymmetric(z, 0.5)).map((value, i) => Math.sqrt(condition) ** shareOf(i, d) * value)),
  )
  return (x) => inner(x) + 10 * outside(x)
}

function schwefel(d: number, seed: number): (x: Vector) => number {
  const signs = uniformNumbers(d, seed).map((number) => (number < 0.5 ? -1 : 1))
  const best = 4.2096874637
  return (x) => {
    const turned = x.map((value, i) => 2 * signs[i]! * value)
    const z = turned.map((value, i) => (i === 0 ? value : value + 0.25 * (turned[i - 1]! - best)))
    return f.schwefel(z.map((value, i) => 100 * (Math.sqrt(10) ** shareOf(i, d) * (value - best) + best)))
  }
}

function lunacek(d: number, seed: number): (x: Vector) => number {
  const signs = normalNumbers(d, seed).map((number) => (number < 0 ? -1 : 1))
  const [first, second] = [rotationOf(d, seed + SECOND), rotationOf(d, seed)]
  const mu0 = 2.5
  const s = 1 - 0.5 / (Math.sqrt(d + 20) - 4.1)
  const mu1 = -Math.sqrt((mu0 * mu0 - 1) / s)
  return (x) => {
    const turned = x.map((value, i) => 2 * signs[i]! * value)
    const centred = turned.map((value) => value - mu0)
    const z = times(
      first,
      times(second, centred).map((value, i) => 10 ** shareOf(i, d) * value),
    )
    const valleys = Math.min(f.sphere(centred), d + s * f.sphere(turned.map((value) => value - mu1)))
    const waves = z.reduce((sum, value) => sum + Math.cos(2 * Math.PI * value), 0)
    return valleys + 10 * (d - waves) + 1e4 * outside(x)
  }
}

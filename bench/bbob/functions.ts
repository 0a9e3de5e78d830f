/** The functions themselves, each over coordinates that have been transformed. */
import { shareOf } from './transforms.ts'
import type { Vector } from './transforms.ts'

const sum = (x: Vector, of: (value: number, i: number) => number): number =>
  x.reduce((total, value, i) => total + of(value, i), 0)

export function sphere(x: Vector): number {
  return sum(x, (value) => value * value)
}

export function ellipsoid(x: Vector, condition = 1e6): number {
  return sum(x, (value, i) => condition ** shareOf(i, x.length) * value * value)
}

export function rastrigin(x: Vector): number {
  return 10 * (x.length - sum(x, (value) => Math.cos(2 * Math.PI * value))) + sphere(x)
}

export function rosenbrock(x: Vector): number {
  return sum(x.slice(0, -1), (value, i) => 100 * (value * value - x[i + 1]!) ** 2 + (value - 1) ** 2)
}

export function discus(x: Vector): number {
  return sphere(x) + (1e6 - 1) * x[0]! ** 2
}

export function bentCigar(x: Vector): number {
  return 1e6 * sphere(x) - (1e6 - 1) * x[0]! ** 2
}

export function sharpRidge(x: Vector): number {
  return x[0]! ** 2 + 100 * Math.sqrt(sphere(x.slice(1)))
}

export function differentPowers(x: Vector): number {
  return Math.sqrt(sum(x, (value, i) => Math.abs(value) ** (2 + 4 * shareOf(i, x.length))))
}

const WEIERSTRASS = Array.from({ length: 12 }, (_, k) => ({ a: 0.5 ** k, b: 3 ** k }))
const WEIERSTRASS_BEST = WEIERSTRASS.reduce((total, { a, b }) => total + a * Math.cos(2 * Math.PI * b * 0.5), 0)

export function weierstrass(x: Vector): number {
  const waves = sum(x, (value) =>
    WEIERSTRASS.reduce((total, { a, b }) => total + a * Math.cos(2 * Math.PI * (value + 0.5) * b), 0),
  )
  return 10 * (waves / x.length - WEIERSTRASS_BEST) ** 3
}

export function schaffers(x: Vector): number {
  const total = sum(x.slice(0, -1), (value, i) => {
    const squares = value * value + x[i + 1]! ** 2
    return squares ** 0.25 * (1 + Math.sin(50 * squares ** 0.1) ** 2)
  })
  return (total / (x.length - 1)) ** 2
}

export function griewankRosenbrock(x: Vector): number {
  const total = sum(x.slice(0, -1), (value, i) => {
    const part = 100 * (value * value - x[i + 1]!) ** 2 + (1 - value) ** 2
    return part / 4000 - Math.cos(part)
  })
  return 10 + (10 * total) / (x.length - 1)
}

export function schwefel(x: Vector): number {
  const penalty = sum(x, (value) => Math.max(0, Math.abs(value) - 500) ** 2)
  return 0.01 * (penalty + 418.9828872724339 - sum(x, (value) => value * Math.sin(Math.sqrt(Math.abs(value)))) / x.length)
}

export function katsuura(x: Vector): number {
  const d = x.length
  const product = x.reduce((total, value, i) => {
    let roughness = 0
    for (let j = 1; j < 33; j++) {
      const scaled = 2 ** j * value
      roughness += Math.abs(scaled - Math.floor(scaled + 0.5)) / 2 ** j
    }
    return total * (1 + (i + 1) * roughness) ** (10 / d ** 1.2)
  }, 1)
  return (10 / d / d) * (product - 1)
}

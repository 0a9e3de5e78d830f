import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createSampler } from '../../../src/sweep/samplers/create-sampler.ts'
import { MOST_DIMENSIONS, directionVectors, scramble, sobolDigits } from '../../../src/sweep/samplers/sobol/sobol-point.ts'
import { defineSpace } from '../../../src/sweep/space/define-space.ts'
import { range } from '../../../src/sweep/space/dimension.ts'
import { describeSampler } from './contract.ts'

describeSampler({ sampler: 'sobol' })

/** As SciPy has it: made by test/fixtures/make-sobol.py. */
const FIXTURE = JSON.parse(readFileSync(new URL('../../fixtures/sweep/sobol.json', import.meta.url), 'utf8')) as number[][]

function spaceOf(dimensions: number) {
  return defineSpace(Object.fromEntries(Array.from({ length: dimensions }, (_, i) => [`p${i}`, range(0, 1)])))
}

describe('a Sobol sequence', () => {
  test("has SciPy's points before it is scrambled", () => {
    const vectors = FIXTURE[0]!.map((_, dimension) => directionVectors(dimension))
    expect([0, 1, 2, 3, 7, 21, 32].map((index) => vectors.map((vector) => sobolDigits(vector, index)))).toEqual(FIXTURE)
  })

  test('has one of the first 2^k points in each of 2^k equal pieces of every parameter, whatever the seed', () => {
    for (const seed of [1, 2, 3]) {
      const sampler = createSampler(spaceOf(40), { sampler: 'sobol', seed })
      const points = Array.from({ length: 64 }, (_, number) => Object.values(sampler.ask(number, [])!.parameters) as number[])
      for (let i = 0; i < 40; i++) expect(new Set(points.map((point) => Math.floor(point[i]! * 64))).size).toBe(64)
    }
  })

  test('is even in pairs of parameters, where random points are not', () => {
    const sampler = createSampler(spaceOf(2), { sampler: 'sobol', seed: 5 })
    const points = Array.from({ length: 256 }, (_, number) => Object.values(sampler.ask(number, [])!.parameters) as number[])
    const cells = new Set(points.map(([a, b]) => Math.floor(a! * 16) * 16 + Math.floor(b! * 16)))
    expect(cells.size).toBe(256)
  })

  test('is scrambled by digits that depend on those before them only', () => {
    for (const seed of [0, 1, 0xdeadbeef]) {
      const [a, b] = [scramble(0x12345678, seed), scramble(0x12340000, seed)]
      expect(a >>> 16).toBe(b >>> 16)
      expect(a).not.toBe(b)
    }
  })

  test('ends where there are no more direction numbers', () => {
    expect(createSampler(spaceOf(MOST_DIMENSIONS), { sampler: 'sobol', seed: 1 }).ask(0, [])).not.toBeNull()
    expect(() => createSampler(spaceOf(MOST_DIMENSIONS + 1), { sampler: 'sobol', seed: 1 })).toThrow('direction numbers for 256')
  })
})

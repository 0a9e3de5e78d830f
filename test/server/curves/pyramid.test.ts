import { expect, test } from 'vitest'
import { Pyramid } from '../../../src/server/curves/pyramid.ts'
import { thinLine } from '../../../src/server/curves/thin-line.ts'
import type { Range } from '../../../src/server/curves/thin-line.ts'

/** The same numbers each time. */
function madeUp(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}

function oddly(chance: () => number, length: number): Float64Array {
  const odd = [Number.NaN, Infinity, -Infinity]
  return Float64Array.from({ length }, () =>
    chance() < 0.1 ? (odd[Math.floor(chance() * 3)] ?? 0) : Math.round(chance() * 40) - 20,
  )
}

/** As the pyramid says it, by looking at each value. */
function looked(values: Float64Array, from: number, until: number): object {
  const places = Array.from({ length: until - from }, (_, i) => from + i)
  const finite = places.filter((place) => Number.isFinite(values[place]))
  const first = (sign: number): number =>
    finite.reduce((best, place) => (best < 0 || sign * (values[place] ?? 0) < sign * (values[best] ?? 0) ? place : best), -1)
  return { least: first(1), most: first(-1), odd: places.length - finite.length }
}

test('a pyramid knows the min, the max and what is not finite of any stretch, also while it grows', () => {
  const chance = madeUp(7)
  const values = oddly(chance, 3000)
  const pyramid = new Pyramid()
  let before = 0
  for (const length of [1, 15, 16, 17, 500, 512, 513, 2999, 3000]) {
    pyramid.update(values.subarray(0, length), before)
    before = length
    for (let i = 0; i < 150; i++) {
      const [a, b] = [Math.floor(chance() * (length + 1)), Math.floor(chance() * (length + 1))]
      const [from, until] = [Math.min(a, b), Math.max(a, b)]
      expect([from, until, pyramid.extremes(from, until)]).toEqual([from, until, looked(values, from, until)])
    }
  }
})

test('a stretch without a finite value has neither min nor max', () => {
  const pyramid = new Pyramid()
  pyramid.update(new Float64Array(100).fill(Number.NaN), 0)
  expect(pyramid.extremes(3, 90)).toEqual({ least: -1, most: -1, odd: 87 })
  expect(pyramid.extremes(5, 5)).toEqual({ least: -1, most: -1, odd: 0 })
})

const ALL: Range = { from: -Infinity, to: Infinity }

function lineOf(y: Float64Array, x = Float64Array.from(y.keys())) {
  const pyramid = new Pyramid()
  pyramid.update(y, 0)
  return { x, y, pyramid }
}

test('of many points at most two a pixel are shown, the min and the max of each stretch among them, and counts are exact', () => {
  const chance = madeUp(11)
  for (const length of [0, 1, 199, 200, 201, 1000, 12_345]) {
    const line = lineOf(oddly(chance, length))
    for (let i = 0; i < 30; i++) {
      const range = i === 0 ? ALL : { from: chance() * length, to: chance() * length }
      const { places, shown, of, nonFinite } = thinLine(line, range, 100)
      const inside = [...line.x].filter((x) => x >= range.from && x <= range.to)
      expect(of).toBe(inside.length)
      expect(shown).toBeLessThanOrEqual(200)
      expect(places.filter((place) => inside.includes(place))).toHaveLength(shown)
      expect(nonFinite).toBe(inside.filter((place) => !Number.isFinite(line.y[place])).length)
      expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
      const finite = inside.map((place) => line.y[place] ?? 0).filter(Number.isFinite)
      const chosen = places.filter((place) => inside.includes(place)).map((place) => line.y[place] ?? 0)
      if (finite.length > 0) expect(chosen.filter(Number.isFinite).toSorted((a, b) => a - b)[0]).toBe(Math.min(...finite))
      if (of <= 200) expect(shown).toBe(of)
      else expect(shown).toBeGreaterThan(30)
    }
  }
})

test('a line goes on to the edges: beside the range there is a neighbour on either side', () => {
  const line = lineOf(Float64Array.from([5, 6, 7, 8, 9]))
  expect(thinLine(line, { from: 1.5, to: 2.5 }, 100)).toMatchObject({ places: [1, 2, 3], shown: 1, of: 1 })
  expect(thinLine(line, { from: 1.2, to: 1.8 }, 100)).toMatchObject({ places: [1, 2], shown: 0, of: 0 })
})

test('what is not finite is said with its place, and stays a gap where a whole stretch is', () => {
  const y = new Float64Array(4000).fill(1)
  y.fill(Number.NaN, 1000, 2000)
  y[3000] = Infinity
  const { places, oddX, nonFinite } = thinLine(lineOf(y), ALL, 100)
  expect(nonFinite).toBe(1001)
  expect(oddX.filter((x) => x < 1000 - 64 || (x > 2000 && x < 2900))).toEqual([])
  expect(oddX.some((x) => x > 2900)).toBe(true)
  expect(places.some((place) => Number.isNaN(y[place]))).toBe(true)
})

test('when points come, those that were chosen before stay, but for the last ones', () => {
  const chance = madeUp(3)
  const y = oddly(chance, 5000)
  const line = (length: number) => lineOf(y.subarray(0, length))
  const before = thinLine(line(4000), ALL, 100).places
  const after = thinLine(line(4040), ALL, 100).places
  expect(after.slice(0, before.length - 4)).toEqual(before.slice(0, -4))
})

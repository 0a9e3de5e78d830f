/** What a random number costs: runlab's `Math.random` against V8's, and the draws of `e.random`. */
import { createMathRandom, createRandom } from '../src/random/random.ts'
import type { Row } from './row.ts'

const ROUNDS = 15
const DRAWS = 2_000_000

export async function measure(): Promise<readonly Row[]> {
  const { next } = createMathRandom(1, ['math'])
  const random = createRandom(1, ['run'])
  // Every loop is written out, so that V8 optimises each for the one function it calls.
  const { native, ours, uniform, integer, normal } = measureInterleaved({
    native: (n) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += Math.random()
      return sum
    },
    ours: (n) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += next()
      return sum
    },
    uniform: (n) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += random.uniform(-1, 1)
      return sum
    },
    integer: (n) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += random.integer(1, 6)
      return sum
    },
    normal: (n) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += random.normal()
      return sum
    },
  })
  return [
    { name: "random: V8's Math.random", value: native, unit: 'ns' },
    { name: "random: runlab's Math.random", value: ours, unit: 'ns', bar: 6 },
    { name: "random: runlab's / V8's Math.random", value: ours / native, unit: 'times' },
    { name: 'random: e.random.uniform(-1, 1)', value: uniform, unit: 'ns' },
    { name: 'random: e.random.integer(1, 6)', value: integer, unit: 'ns' },
    { name: 'random: e.random.normal()', value: normal, unit: 'ns' },
  ]
}

/** Median nanoseconds a draw, taken in turn so that a slow moment meets all loops; the first three rounds are not counted. */
function measureInterleaved<K extends string>(loops: Readonly<Record<K, (draws: number) => number>>): Record<K, number> {
  const names = Object.keys(loops) as K[]
  const times = new Map<K, number[]>(names.map((name) => [name, []]))
  for (let round = -3; round < ROUNDS; round++) {
    for (const name of names) {
      const started = performance.now()
      const sum = loops[name](DRAWS)
      const elapsed = performance.now() - started
      if (!Number.isFinite(sum)) throw new Error(`${name} drew no numbers.`)
      if (round >= 0) times.get(name)?.push((elapsed / DRAWS) * 1e6)
    }
  }
  const medians = names.map((name) => [name, times.get(name)?.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN])
  return Object.fromEntries(medians) as Record<K, number>
}

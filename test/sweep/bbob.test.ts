import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createProblem } from '../../bench/bbob/problem.ts'

/** By the reference implementation: function, dimension, instance, and values at three points; made by test/fixtures/make-bbob.py. */
const FIXTURE = JSON.parse(readFileSync(new URL('../fixtures/sweep/bbob.json', import.meta.url), 'utf8')) as number[][]

test('the functions that samplers are measured on are those of COCO', () => {
  const wrong = FIXTURE.flatMap(([id, dimension, instance, ...expected]) => {
    const problem = createProblem({ id: id!, dimension: dimension!, instance: instance! })
    const found = expected.map((_, k) => problem.evaluate(pointOf(dimension!, k)))
    const isSame = found.every(
      (value, k) => Math.abs(value - expected[k]!) <= 1e-8 * Math.max(1, Math.abs(expected[k]!)) && value >= problem.best,
    )
    return isSame ? [] : [`f${id} d${dimension} i${instance}: ${found.join(', ')}, not ${expected.join(', ')}`]
  })
  expect(wrong).toEqual([])
  expect(FIXTURE).toHaveLength(24 * 5 * 3)
})

/** As in test/fixtures/make-bbob.py. */
function pointOf(dimension: number, k: number): number[] {
  const scale = k === 2 ? 5.5 : 4.5
  return Array.from({ length: dimension }, (_, i) => scale * ((((i + 1) * (k + 1) * 0.37 + 0.11 * k) % 2) - 1))
}

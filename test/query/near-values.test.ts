import { beforeAll, expect, test } from 'vitest'
import { loadLanguage } from '../../src/query/filter/environment.ts'
import { nearValues } from '../../src/query/near-values.ts'
import { madeRun } from './figures/made-runs.ts'

beforeAll(loadLanguage)

const RUNS = [0.1, 0.2, 0.3, 5].map((rate, seed) => madeRun({ rate, seed, size: 8 }))

test('what runs have in place of what a filter asks for is said, the nearest first', () => {
  expect(nearValues(RUNS, 'params.rate == 0.25 && status == "don"')).toEqual([
    'params.rate is 0.2, 0.3, 0.1, …',
    'status is done',
  ])
  expect(nearValues(RUNS, 'params["rate"]==4.0')).toEqual(['params["rate"] is 5, 0.3, 0.2, …'])
})

test('where the values are there, or nothing is compared, nothing is said', () => {
  expect(nearValues(RUNS, 'params.rate == 0.1 && params.size == 8')).toEqual([])
  expect(nearValues(RUNS, 'params.rate > 9 || "params.rate == 7" == name')).toEqual([])
})

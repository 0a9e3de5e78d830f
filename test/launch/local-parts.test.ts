import { expect, test } from 'vitest'
import { StartQueue } from '../../src/launch/local/start-queue.ts'
import { sharedCores } from '../../src/launch/local/shared-cores.ts'
import { until } from '../support/waiting.ts'

test('of several runs at a time each has its share of the cores; what the user has set stays', () => {
  expect(sharedCores(8, 1, {})).toEqual({})
  expect(sharedCores(8, 2, { MKL_NUM_THREADS: '3' })).toEqual({
    OMP_NUM_THREADS: '4',
    OPENBLAS_NUM_THREADS: '4',
    VECLIB_MAXIMUM_THREADS: '4',
    RAYON_NUM_THREADS: '4',
    UV_THREADPOOL_SIZE: '4',
  })
  expect(sharedCores(2, 4, {})).toMatchObject({ OMP_NUM_THREADS: '1', UV_THREADPOOL_SIZE: '2' })
})

test('with little memory free a run starts alone, others wait until there is more, and that is said once', async () => {
  let free = false
  let told = 0
  const started: string[] = []
  const queue = new StartQueue({ jobs: 3, hasRoom: () => free, onWait: () => (told += 1) })
  for (const name of ['a', 'b', 'c']) queue.enter(() => started.push(name))
  expect([started, told]).toEqual([['a'], 1])
  queue.leave()
  expect([started, told]).toEqual([['a', 'b'], 1])
  free = true
  await until('the third has started', () => started.length === 3)
  expect(told).toBe(1)
})

test('one that has left the queue is not started', () => {
  const started: string[] = []
  const queue = new StartQueue({ jobs: 1, hasRoom: () => true, onWait: () => undefined })
  queue.enter(() => started.push('a'))
  const leave = queue.enter(() => started.push('b'))
  queue.enter(() => started.push('c'))
  leave()
  queue.leave()
  expect(started).toEqual(['a', 'c'])
})

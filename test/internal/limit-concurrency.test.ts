import { expect, test } from 'vitest'
import { limitConcurrency } from '../../src/internal/limit-concurrency.ts'

test('no more than the limit run at once, all run, in order', async () => {
  const limit = limitConcurrency(2)
  const started: number[] = []
  let running = 0
  let most = 0
  const results = await Promise.all(
    [0, 1, 2, 3, 4].map((index) =>
      limit(async () => {
        started.push(index)
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        running--
        return index * 10
      }),
    ),
  )
  expect({ most, started, results }).toEqual({ most: 2, started: [0, 1, 2, 3, 4], results: [0, 10, 20, 30, 40] })
})

test('what fails makes room for the next', async () => {
  const limit = limitConcurrency(1)
  const failing = limit(() => Promise.reject(new Error('no')))
  const next = limit(() => Promise.resolve('yes'))
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

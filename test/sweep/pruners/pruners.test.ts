import { describe, expect, test } from 'vitest'
import { createPruner } from '../../../src/sweep/pruners/create-pruner.ts'
import type { PrunerOptions } from '../../../src/sweep/pruners/create-pruner.ts'
import type { Curve } from '../../../src/sweep/pruners/pruner.ts'
import { describePruner, makeCurves } from './contract.ts'
import { simulatePruning } from './simulate.ts'

describePruner({ pruner: 'median' })
describePruner({ pruner: 'asha' })
describePruner({ pruner: 'asha', first: 3, factor: 2 })
describePruner({ pruner: 'patience', patience: 6, delta: 0.001 })

const curve = (values: readonly number[], trial = 0, state: Curve['state'] = 'done'): Curve => ({
  trial,
  state,
  points: values.map((value, i) => ({ step: i + 1, value })),
})

describe('the median', () => {
  const others = [1, 2, 3, 4, 5].map((value) => curve([value, value / 2]))

  test('of what others had at the step decides, by the best value so far', () => {
    const judge = (values: readonly number[]) => createPruner({ pruner: 'median' }).judge(curve(values), others)
    expect(judge([3.1])).toEqual({ stop: true, reason: 'at step 1, its best value is 3.1, worse than the median 3 of 5 others' })
    expect(judge([3])).toEqual({ stop: false })
    expect(judge([1.4, 9])).toEqual({ stop: false })
    expect(judge([1.6, 9])).toMatchObject({ stop: true })
  })

  test('waits for enough others that have come as far, and for the warm-up', () => {
    const judge = (options: object, values: readonly number[]) =>
      createPruner({ pruner: 'median', ...options }).judge(curve(values), others).stop
    expect(judge({ startup: 6 }, [9])).toBe(false)
    expect(judge({}, [9, 9, 9])).toBe(false)
    expect(judge({ warmup: 2 }, [9])).toBe(false)
    expect(judge({ warmup: 2 }, [9, 9])).toBe(true)
  })

  test('takes the last value before the step where others have other steps', () => {
    const sparse = [1, 2, 3, 4, 5].map((value, trial): Curve => ({
      trial,
      state: 'done',
      points: [
        { step: 0, value },
        { step: 10, value: -1 },
      ],
    }))
    expect(createPruner({ pruner: 'median' }).judge(curve([2.9]), sparse).stop).toBe(false)
    expect(createPruner({ pruner: 'median' }).judge(curve([3.1]), sparse).stop).toBe(true)
  })
})

describe('ASHA', () => {
  const judge = (values: readonly number[], others: readonly Curve[], options = {}) =>
    createPruner({ pruner: 'asha', ...options }).judge(curve(values), others)

  test('lets one in three pass each rung, and judges nowhere else', () => {
    const others = [1, 2, 3, 4, 5].map((value) => curve([value, value, value]))
    expect(judge([1.5], others)).toEqual({ stop: false })
    expect(judge([2.5], others)).toEqual({
      stop: true,
      reason: 'at the rung of step 1, its value 2.5 is place 3 of 6, where 2 go on',
    })
    expect(judge([2.5, 9], others)).toEqual({ stop: false })
    expect(judge([2.5, 9, 9], others)).toMatchObject({ stop: true, reason: expect.stringContaining('rung of step 3') })
  })

  test('lets the best pass while they are few', () => {
    expect(judge([5], [])).toEqual({ stop: false })
    expect(judge([5], [curve([6])])).toEqual({ stop: false })
    expect(judge([5], [curve([4])])).toMatchObject({ stop: true })
  })

  test('has rungs that are as many times as far as it says', () => {
    const rungs = new Set<number>()
    const curves = makeCurves(80, 82, 5)
    for (const { stoppedAt } of simulatePruning(createPruner({ pruner: 'asha', first: 2, factor: 4 }), curves, 4).ends) {
      if (stoppedAt !== null) rungs.add(stoppedAt)
    }
    expect([...rungs].toSorted((a, b) => a - b)).toEqual([2, 8, 32])
  })

  test('is at least three times as fast as no pruner', () => {
    const curves = makeCurves(100, 81, 6)
    expect(simulatePruning(createPruner({ pruner: 'asha' }), curves, 10).points).toBeLessThan((100 * 81) / 3)
  })
})

describe('patience', () => {
  const judge = (values: readonly number[], options = {}) =>
    createPruner({ pruner: 'patience', patience: 3, ...options }).judge(curve(values), [])

  test('ends after so many points without a better one', () => {
    expect(judge([5, 4, 4, 4]).stop).toBe(false)
    expect(judge([5, 4, 4, 4.5, 4])).toEqual({ stop: true, reason: 'no point is better than 4 of step 2 in the last 3' })
    expect(judge([5, 4, 4, 4.5, 3.9]).stop).toBe(false)
  })

  test('does not take for better what is within delta', () => {
    expect(judge([5, 4.95, 4.92, 4.91], { delta: 0.1 })).toMatchObject({ stop: true })
    expect(judge([5, 4.95, 4.92, 4.8], { delta: 0.1 }).stop).toBe(false)
  })
})

test('pruners and options that do not exist are refused with what was meant', () => {
  const refused = (options: object) => () => createPruner(options as PrunerOptions)
  expect(refused({ pruner: 'medain' })).toThrow(expect.objectContaining({ code: 'SWEEP_OPTION', hint: 'Did you mean median?' }))
  expect(refused({ pruner: 'asha', factor: 1 })).toThrow(
    'The option asha.factor of a sweep cannot be 1: expected an integer of at least 2.',
  )
  expect(refused({ pruner: 'patience', patiense: 1 })).toThrow(expect.objectContaining({ hint: 'Did you mean patience?' }))
  expect(refused({ pruner: 'patience', delta: -1 })).toThrow('expected a number of at least 0')
  expect(refused({ pruner: 'asha', direction: 'up' })).toThrow('expected minimize, maximize')
})

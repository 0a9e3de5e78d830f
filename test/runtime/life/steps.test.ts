import { describe, expect, test } from 'vitest'
import { GivenUp, Steps } from '../../../src/runtime/life/steps.ts'

const never = async (): Promise<never> => await new Promise(() => {})
const reasonOf = async (promise: Promise<unknown>): Promise<unknown> =>
  await promise.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof GivenUp ? error.reason : error),
  )

describe('a step', () => {
  test('gives what its code gives, and throws what that throws', async () => {
    const steps = new Steps()
    expect(await steps.take(async () => 7)).toBe(7)
    const error = new Error('thrown')
    expect(await reasonOf(steps.take(async () => await Promise.reject(error)))).toBe(error)
  })

  test('that is given up ends at once, with the reason', async () => {
    const steps = new Steps()
    const step = reasonOf(steps.take(never))
    steps.giveUp({ signal: 'SIGINT' })
    expect(await step).toEqual({ signal: 'SIGINT' })
  })

  test('is not taken when it was given up before it began; the one after it is', async () => {
    const steps = new Steps()
    steps.giveUp({ signal: 'SIGTERM' })
    steps.giveUp({ signal: 'SIGINT' })
    expect(steps.waiting).toEqual({ signal: 'SIGTERM' })
    let isTaken = false
    expect(await reasonOf(steps.take(async () => (isTaken = true)))).toEqual({ signal: 'SIGTERM' })
    expect(isTaken).toBe(false)
    expect(await steps.take(async () => 'taken')).toBe('taken')
  })
})

describe('a step that is asked to end', () => {
  const outcomeOf = async (promise: Promise<unknown>): Promise<unknown> =>
    await promise.then(
      () => 'nothing was thrown',
      (error: unknown) => (error instanceof GivenUp ? { ...error.reason, ...error.outcome } : error),
    )

  test('may end by itself or throw; then it is over, and the next one is taken', async () => {
    const steps = new Steps()
    let over = 0
    const ask = (): void => steps.letEnd({ signal: 'SIGINT' }, 3600, () => (over += 1))
    expect(await outcomeOf(steps.take(async () => ask()))).toEqual({ signal: 'SIGINT', kind: 'ended' })
    const error = new Error('thrown')
    const throws = async (): Promise<never> => {
      ask()
      throw error
    }
    expect(await outcomeOf(steps.take(throws))).toEqual({ signal: 'SIGINT', kind: 'threw', error })
    expect(over).toBe(2)
    expect(await steps.take(async () => 'taken')).toBe('taken')
  })

  test('is given up when its time is over', async () => {
    const steps = new Steps()
    let isOver = false
    const step = outcomeOf(steps.take(never))
    const alive = setInterval(() => {}, 5)
    steps.letEnd({ signal: 'SIGINT' }, 0.02, () => (isOver = true))
    expect(await step).toEqual({ signal: 'SIGINT', kind: 'too late' })
    clearInterval(alive)
    expect(isOver).toBe(true)
  })

  test('that has not begun is not taken', async () => {
    const steps = new Steps()
    let isOver = false
    steps.letEnd({ signal: 'SIGTERM' }, 3600, () => (isOver = true))
    expect(isOver).toBe(true)
    expect(await outcomeOf(steps.take(never))).toEqual({ signal: 'SIGTERM', kind: 'not awaited' })
  })
})

describe('the limit of the time', () => {
  test('ends the step under way and those after it with GRACE_OVER', async () => {
    const steps = new Steps()
    const step = reasonOf(steps.take(never))
    steps.limit(0.02)
    steps.limit(3600) // the first one counts
    expect(await step).toMatchObject({ code: 'GRACE_OVER' })
    expect(await reasonOf(steps.take(never))).toMatchObject({ code: 'GRACE_OVER' })
  })

  test('leaves a step alone that is done before', async () => {
    const steps = new Steps()
    steps.limit(3600)
    expect(await steps.take(async () => 'done')).toBe('done')
  })
})

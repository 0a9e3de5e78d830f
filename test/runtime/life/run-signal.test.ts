import { describe, expect, test } from 'vitest'
import { RunSignal } from '../../../src/runtime/life/run-signal.ts'
import type { SignalWatch } from '../../../src/runtime/life/run-signal.ts'

/** What a run's signal has told its watch. */
function watched(signal: RunSignal, look: () => void = () => undefined) {
  const told: string[] = []
  const watch: SignalWatch = { look, onRead: () => told.push('read'), extend: (seconds) => told.push(`extend ${seconds}`) }
  signal.watch(watch)
  return told
}

describe('the signal of a run', () => {
  test('says once that it was read; then the run is awaited', () => {
    const signal = new RunSignal(undefined)
    const told = watched(signal)
    expect(signal.isAwaited).toBe(false)
    signal.read()
    signal.read()
    expect(told).toEqual(['read'])
    expect(signal.isAwaited).toBe(true)
  })

  test('looks for a signal when code asks whether it is aborted, in each way to ask', () => {
    const ways: ((signal: AbortSignal) => unknown)[] = [
      ({ aborted }) => aborted,
      ({ reason }) => reason !== undefined,
      (signal) => {
        try {
          signal.throwIfAborted()
          return false
        } catch {
          return true
        }
      },
    ]
    for (const ask of ways) {
      const signal = new RunSignal(undefined)
      let hasCome = false
      watched(signal, () => hasCome && signal.abort(new Error('SIGINT has come.')))
      expect(ask(signal.read())).toBe(false)
      hasCome = true
      expect(ask(signal.read())).toBe(true)
    }
  })

  test('is a signal as others are, for what takes one', async () => {
    const signal = new RunSignal(undefined)
    const any = AbortSignal.any([signal.read()])
    const aborted = new Promise((resolve) => any.addEventListener('abort', () => resolve(any.reason)))
    signal.abort('why')
    expect(await aborted).toBe('why')
    expect(signal.read().aborted).toBe(true)
  })
})

describe('a run within a run', () => {
  test('is awaited by the outer one while it lasts, and has read for both', () => {
    const outer = new RunSignal(undefined)
    const leave = outer.enter()
    expect(outer.isAwaited).toBe(true)
    leave()
    expect(outer.isAwaited).toBe(false)
    const told = watched(outer)
    new RunSignal(outer).read()
    expect(told).toEqual(['read'])
    expect(outer.isAwaited).toBe(true)
  })

  test('takes the time that it needs to finish from all that await it', () => {
    const outer = new RunSignal(undefined)
    const middle = new RunSignal(outer)
    const inner = new RunSignal(middle)
    const told = [outer, middle, inner].map((signal) => watched(signal))
    inner.extendEnclosing(3)
    expect(told).toEqual([['extend 3'], ['extend 3'], []])
  })
})

import { AsyncResource } from 'node:async_hooks'
import childProcess from 'node:child_process'
import { setImmediate } from 'node:timers/promises'
import workerThreads from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { ChildStreams } from '../../src/runtime/process/child-streams.ts'
import { currentScope, outsideScope, withScope } from '../../src/runtime/globals.ts'
import type { RunScope } from '../../src/runtime/globals.ts'

interface Recorded extends RunScope {
  readonly written: [string, string][]
}

/** A scope whose random numbers are all the given one, and that keeps what is printed from the terminal. */
function scope(number: number): Recorded {
  const written: [string, string][] = []
  return {
    written,
    nextRandom: () => number,
    write: (stream, chunk) => {
      written.push([stream, Buffer.from(chunk as string).toString()])
      return true
    },
    children: new ChildStreams({ seed: 1, path: [] }, 'file:///preload.js'),
  }
}

const shared = { exclusive: false }

describe('while a run executes', () => {
  test('Math.random is the run’s wherever its code goes on', async () => {
    const drawn = await withScope(scope(0.5), shared, async () => {
      const numbers = [Math.random()]
      await setImmediate()
      numbers.push(Math.random())
      await new Promise<void>((done) => process.nextTick(() => queueMicrotask(() => done(void numbers.push(Math.random())))))
      return numbers
    })
    expect(drawn).toEqual([0.5, 0.5, 0.5])
  })

  test('runs at the same time have their own, and code outside of them that of the process', async () => {
    let outside = 0
    const run = async (number: number): Promise<number[]> =>
      await withScope(scope(number), shared, async () => {
        const first = Math.random()
        await setImmediate()
        return [first, Math.random()]
      })
    const both = Promise.all([run(0.25), run(0.75)])
    outside = Math.random()
    expect(await both).toEqual([
      [0.25, 0.25],
      [0.75, 0.75],
    ])
    expect([0.25, 0.75]).not.toContain(outside)
  })

  test('a run within another has its own', async () => {
    const drawn = await withScope(scope(0.1), shared, async () => {
      const inner = await withScope(scope(0.2), shared, async () => Math.random())
      return [inner, Math.random()]
    })
    expect(drawn).toEqual([0.2, 0.1])
  })

  test('its output is handed over as it came: texts, bytes, and texts in another encoding as bytes', async () => {
    const recorded = scope(0)
    await withScope(recorded, shared, async () => {
      process.stdout.write('text\n')
      process.stdout.write(new Uint8Array([98, 121, 116, 101]))
      process.stderr.write('686578', 'hex')
      process.stderr.write('utf', 'utf8', () => undefined)
    })
    expect(recorded.written).toEqual([
      ['out', 'text\n'],
      ['out', 'byte'],
      ['err', 'hex'],
      ['err', 'utf'],
    ])
  })

  test('code that is called outside of it on purpose is not of it', async () => {
    const recorded = scope(0.5)
    const seen = await withScope(recorded, { exclusive: true }, async () => [
      outsideScope(() => currentScope()),
      currentScope() === recorded,
    ])
    expect(seen).toEqual([undefined, true])
  })
})

describe('a run for which the process exists', () => {
  const elsewhere = new AsyncResource('elsewhere')

  test('owns code without an async context as well, also after a run within it', async () => {
    const recorded = scope(0.5)
    const owners = await withScope(recorded, { exclusive: true }, async () => {
      const before = elsewhere.runInAsyncScope(currentScope)
      const during = await withScope(scope(0.1), shared, async () => elsewhere.runInAsyncScope(currentScope))
      return [before, during, elsewhere.runInAsyncScope(currentScope)]
    })
    expect(owners).toEqual([recorded, undefined, recorded])
    expect(elsewhere.runInAsyncScope(currentScope)).toBeUndefined()
  })

  test('is the only kind that does', async () => {
    expect(await withScope(scope(0.5), shared, async () => elsewhere.runInAsyncScope(currentScope))).toBeUndefined()
  })
})

describe('after the last run', () => {
  const state = (): unknown[] => [
    Math.random,
    process.stdout.write,
    process.stderr.write,
    workerThreads.Worker,
    childProcess.fork,
  ]

  test('everything is what it was, also when a run throws', async () => {
    const before = state()
    const owns = Object.hasOwn(process.stdout, 'write')
    const failing = withScope(scope(0.5), shared, async () => {
      expect(state().filter((now, index) => now === before[index])).toEqual([])
      throw new Error('as asked')
    })
    await expect(failing).rejects.toThrow('as asked')
    expect(state()).toEqual(before)
    expect(Object.hasOwn(process.stdout, 'write')).toBe(owns)
    expect(currentScope()).toBeUndefined()
  })

  test('nothing is restored while another one executes', async () => {
    const before = Math.random
    await withScope(scope(0.5), shared, async () => {
      await withScope(scope(0.1), shared, async () => undefined)
      expect(Math.random()).toBe(0.5)
    })
    expect(Math.random).toBe(before)
  })

  test('what somebody else has put in place meanwhile stays', async () => {
    const original = Math.random
    const own = (): number => 0.125
    try {
      await withScope(scope(0.5), shared, async () => {
        Math.random = own
      })
      expect(Math.random).toBe(own)
    } finally {
      Math.random = original
    }
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { untilNextSignal } from '../support/waiting.ts'

const PROGRAM = fileURLToPath(new URL('programs/watch.ts', import.meta.url))

/** Starts a process with a run that is watched. */
async function watch(...options: readonly string[]) {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', PROGRAM, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal)
  const said = async (word: string): Promise<void> => {
    while (!output.includes(word)) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended before it said "${word}": ${output}`)
      await Promise.race([once(child.stdout, 'data'), closed])
    }
  }
  await said('ready')
  return { child, closed, said, output: () => output.split('\n').slice(1, -1) }
}

describe('a signal', () => {
  test('interrupts the run once, and ends the process when it comes again', async () => {
    const { child, closed, said, output } = await watch()
    child.kill('SIGTERM')
    await said('interrupt')
    await untilNextSignal()
    child.kill('SIGTERM')
    expect(await closed).toBe('SIGTERM')
    expect(output()).toEqual(['interrupt SIGTERM', 'endNow signal'])
  })

  test('that comes again is left to who guards the process', async () => {
    const { child, closed, said, output } = await watch('guarded')
    child.kill('SIGINT')
    await said('interrupt')
    await untilNextSignal()
    child.kill('SIGINT')
    child.kill('SIGHUP')
    await said('hangup')
    child.kill('SIGKILL')
    expect(await closed).toBe('SIGKILL')
    expect(output()).toEqual(['interrupt SIGINT', 'hangup'])
  })

  test('ends a program that does not handle it once its runs are over', async () => {
    const { child, closed, output } = await watch('over')
    child.kill('SIGTERM')
    expect(await closed).toBe('SIGTERM')
    expect(output()).toEqual(['interrupt SIGTERM'])
  })
})

describe('what nobody catches', () => {
  test('gives up the run that the process exists for; an exit without an error is none with success', async () => {
    const { closed, output } = await watch('exclusive', 'throws')
    expect(await closed).toBe(1)
    expect(output()).toEqual(['giveUp unhandled rejection Error: forgotten', 'endNow exit'])
  })

  test('ends a program that runs experiments from code, and is noted', async () => {
    const { closed, output } = await watch('throws')
    expect(await closed).toBe(1)
    expect(output()[0]).toBe('endNow error')
  })
})

describe('what a library throws where nobody waits for it', () => {
  test('rejects the call that began it, and is no failure of the run', async () => {
    const { closed, output } = await watch('exclusive', 'library')
    await closed
    expect(output()).toEqual(['rejected Error: of a timer', 'rejected Error: of a promise', 'endNow exit'])
  })

  test('is noted where the call is over', async () => {
    const { closed, output } = await watch('exclusive', 'late')
    await closed
    expect(output()).toEqual(['noteLate Error: too late', 'endNow exit'])
  })
})

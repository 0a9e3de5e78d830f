import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeHere, describeProcess, judgeLiveness } from '../../../src/archive/claims/liveness.ts'
import type { AliveRecord } from '../../../src/format/records.ts'
import { parseAliveRecord } from '../../../src/format/records.ts'
import { until } from '../../support/waiting.ts'
import { nextMessage, startProgram } from '../support/start-program.ts'
import { LINUX, allNeed } from '../../support/needs.ts'
import { NEEDS_PID_NAMESPACES, hasPidNamespaces } from '../../support/pid-namespace.ts'

test('this process is alive', () => {
  const me = describeProcess()
  expect(me.pid).toBe(process.pid)
  expect(judgeLiveness(me)).toBe('alive')
})

test('a process describes itself as others see it, and is dead when it has been killed', async () => {
  const child = startProgram('idle')
  const alive = parseAliveRecord(await nextMessage(child), { file: 'message' })
  expect(alive).toStrictEqual(describeProcess(child.pid))
  expect(judgeLiveness(alive)).toBe('alive')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(judgeLiveness(alive)).toBe('dead')
})

describe('what differs decides', () => {
  const here = describeHere()
  const me = describeProcess()
  test.each<[string, Partial<AliveRecord>, string]>([
    ['another host', { host: 'elsewhere' }, 'unknown'],
    ['another host and a process id that is free', { host: 'elsewhere', pid: 2 ** 30 }, 'unknown'],
    ['another pid namespace', { pidNamespace: 'pid:[1]' }, 'unknown'],
    ['no pid namespace, where there is one here', { pidNamespace: here.pidNamespace === null ? 'pid:[1]' : null }, 'unknown'],
    ['another pid namespace and another boot', { pidNamespace: 'pid:[1]', bootId: 'another' }, 'unknown'],
    ['a process id that is free', { pid: 2 ** 22 + 1 }, 'dead'],
    ['a process id that is none', { pid: -1 }, 'dead'],
    ['another start time', { startTime: '1' }, 'dead'],
    ['a start time that was not known', { startTime: null }, 'unknown'],
  ])('%s', (_what, changes, verdict) => {
    expect(judgeLiveness({ ...me, ...changes })).toBe(verdict)
  })

  test('another boot of this host', () => {
    const options = { here: { ...here, bootId: 'now' } }
    expect(judgeLiveness({ ...me, bootId: 'before' }, options)).toBe('dead')
    expect(judgeLiveness({ ...me, bootId: null }, options)).toBe('alive')
    expect(judgeLiveness({ ...me, bootId: 'before' }, { ...options, lastSign: 1 })).toBe('dead')
  })
})

describe('on Linux', () => {
  allNeed(LINUX, 'needs Linux')

  test('another machine with the name of this one is unknown while it gives signs of life', () => {
    const alive = { ...describeProcess(), bootId: 'of another machine' }
    expect(judgeLiveness(alive, { lastSign: Date.now() })).toBe('unknown')
    expect(judgeLiveness(alive, { lastSign: Date.now() - uptime() * 1000 - 60_000 })).toBe('dead')
  })

  test('the start time is found whatever the program is called', async () => {
    const name = 'a) R 1 (b'
    const child = spawn(process.execPath, [
      '-e',
      `process.title = ${JSON.stringify(name)}; console.log('set'); setInterval(() => {}, 1000)`,
    ])
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    await once(child.stdout, 'data')
    const pid = child.pid ?? 0
    expect(readFileSync(`/proc/${pid}/comm`, 'utf8').trim()).toBe(name)
    const { startTime } = describeProcess(pid)
    const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]
    expect(startTime).toMatch(/^\d+$/)
    expect(startTime).toBe(ticks)
  })

  test('a process that has ended and was not waited for by its parent is dead', async () => {
    // The shell becomes a program that waits for nobody, so its child stays a zombie.
    const parent = spawn('sh', ['-c', 'sleep 1000000 & echo $!; exec sleep 1000000'])
    onTestFinished(() => {
      parent.kill('SIGKILL')
    })
    const [line]: unknown[] = await once(parent.stdout, 'data')
    const pid = Number(String(line))
    const alive = describeProcess(pid)
    expect(judgeLiveness(alive)).toBe('alive')
    process.kill(pid, 'SIGKILL')
    await until('a zombie', () => /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
    expect(judgeLiveness(alive)).toBe('dead')
  })

  test('boot and pid namespace are recorded', () => {
    expect(describeHere()).toEqual({
      host: expect.any(String),
      bootId: expect.stringMatching(/^[\da-f-]{36}$/),
      pidNamespace: expect.stringMatching(/^pid:\[\d+\]$/),
    })
  })
})

describe('in a pid namespace of its own', () => {
  allNeed(hasPidNamespaces, NEEDS_PID_NAMESPACES)
  /** Starts a process that stays, as the first of its namespace. */
  async function startInside(...flags: string[]): Promise<{ readonly alive: AliveRecord; readonly judges: string }> {
    const file = fileURLToPath(new URL('../programs/judge-itself.ts', import.meta.url))
    const args = ['--pid', '--fork', '--kill-child', ...flags, process.execPath, '--import', '@oxc-node/core/register', file]
    const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    const [line]: unknown[] = await once(child.stdout, 'data')
    const { alive, judges } = JSON.parse(String(line))
    return { alive: parseAliveRecord(alive, { file: 'message' }), judges }
  }

  test('a process is alive to itself, and unknown from outside', async () => {
    const { alive, judges } = await startInside('--mount-proc')
    expect(judges).toBe('alive')
    expect(alive.startTime).toMatch(/^\d+$/)
    expect(judgeLiveness(alive)).toBe('unknown')
  })

  test('without a /proc of its own it is never taken for another process', async () => {
    const { alive, judges } = await startInside()
    // The process of that number outside, whose start time this /proc would tell, is init.
    expect(alive.pid).toBeLessThan(10)
    expect(alive.startTime).toBeNull()
    expect(judges).toBe('unknown')
    expect(judgeLiveness(alive)).toBe('unknown')
  })
})

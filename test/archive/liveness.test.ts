import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeHere, describeProcess, judgeLiveness } from '../../src/archive/liveness.ts'
import type { AliveRecord } from '../../src/format/records.ts'
import { parseAliveRecord } from '../../src/format/parse-records.ts'
import { nextMessage, startProgram } from './support/start-program.ts'

const onLinux = describe.runIf(process.platform === 'linux')

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
    const space = { ...here, bootId: 'now' }
    expect(judgeLiveness({ ...me, bootId: 'before' }, space)).toBe('dead')
    expect(judgeLiveness({ ...me, bootId: null }, space)).toBe('alive')
  })
})

onLinux('on Linux', () => {
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
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'])
    onTestFinished(() => {
      parent.kill('SIGKILL')
    })
    const [line]: unknown[] = await once(parent.stdout, 'data')
    const pid = Number(String(line))
    const alive = describeProcess(pid)
    expect(judgeLiveness(alive)).toBe('alive')
    while (!/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await sleep(20)
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

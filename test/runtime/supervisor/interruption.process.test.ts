import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Interruption } from '../../../src/runtime/supervisor/interruption.ts'
import { untilNextSignal } from '../../support/waiting.ts'

/** A process that says what it hears, and ends when told by SIGTERM; `deaf` never ends by itself. */
async function startProcess(kind: 'hears' | 'deaf') {
  const program =
    kind === 'hears'
      ? `process.on('SIGTERM', () => process.exit(5)); process.on('SIGINT', () => console.log('heard')); setInterval(() => {}, 1000); console.log('ready')`
      : `process.on('SIGINT', () => {}); require('fs').writeSync(1, 'ready'); for (;;);`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  return { child, ended, interruption: new Interruption(child.pid ?? 0) }
}

describe('an interruption', () => {
  test('passes the signal on, and lets a process go that answers', async () => {
    const { ended, interruption } = await startProcess('hears')
    interruption.receive('SIGTERM')
    expect(await ended).toEqual([5, null])
    interruption.stop()
    expect(interruption).toMatchObject({ requested: 'SIGTERM', forced: null })
  })

  test('ends a process by force that does not answer', async () => {
    const { ended, interruption } = await startProcess('deaf')
    interruption.receive('SIGINT')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(interruption).toMatchObject({ requested: 'SIGINT', forced: { why: 'no answer' } })
  })

  test('takes a signal that comes twice at once for one, and gives the time that the process asks for', async () => {
    const { child, ended, interruption } = await startProcess('hears')
    interruption.receive('SIGINT')
    interruption.receive('SIGINT')
    expect(interruption.forced).toBeNull()
    interruption.acknowledge('settling', 'SIGINT', 3_600_000)
    interruption.stop()
    child.kill('SIGTERM')
    expect(await ended).toEqual([5, null])
  })

  test('ends it at once by a later signal', async () => {
    const { ended, interruption } = await startProcess('hears')
    interruption.receive('SIGINT')
    interruption.acknowledge('settling', 'SIGINT', 3_600_000)
    await untilNextSignal()
    interruption.receive('SIGINT')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(interruption.forced).toMatchObject({ why: 'second signal' })
    interruption.stop()
  })
})

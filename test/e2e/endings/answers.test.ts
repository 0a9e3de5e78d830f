import { describe, expect, test } from 'vitest'
import type { RunReader } from '../../../src/api/run.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { staysSo } from '../../support/waiting.ts'
import { Project } from '../project.ts'
import { readEnded, start } from './ended-run.ts'
import type { Mode } from './ended-run.ts'

/** An experiment of which every way looks at `e.signal`, each differently. Says its process id when a signal may come. */
const project = new Project({
  'package.json': '{ "type": "module" }',
  'endings.ts': `import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { defineExperiment, param } from 'runlab'
import type { RunCore } from 'runlab'

const ready = () => process.stdout.write('process ' + process.pid + '\\n')
const cell = new Int32Array(new SharedArrayBuffer(4))
/** Computes, and leaves the processor to others. */
const compute = () => void Atomics.wait(cell, 0, 0, 5)

async function sleeps(e: RunCore) {
  await sleep(2 ** 30, undefined, { signal: e.signal }).catch((error) => e.set('sleep', error.name))
}

async function fetches(e: RunCore, asked: () => void) {
  const server = createServer(asked) // never answers
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await fetch('http://127.0.0.1:' + port, { signal: e.signal }).catch((error) => e.set('fetch', error === e.signal.reason))
  server.closeAllConnections()
  server.close()
}

async function awaitsChild(e: RunCore) {
  const program = 'setInterval(() => {}, 2 ** 30)'
  await promisify(execFile)(process.execPath, ['-e', program], { signal: e.signal }).catch((error) => e.set('child', error.code))
}

async function awaitsWorker(e: RunCore, begun: () => void) {
  const code = "const { parentPort } = require('node:worker_threads'); parentPort.once('message', (word) => parentPort.postMessage('partial, ' + word)); parentPort.postMessage('begun')"
  const worker = new Worker(code, { eval: true })
  const next = () => new Promise((resolve) => worker.once('message', resolve))
  await next()
  e.signal.addEventListener('abort', () => worker.postMessage('stopped'))
  begun()
  e.set('worker', await next())
  await worker.terminate()
}

export const inner = defineExperiment(import.meta, {
  async run(e) {
    let count = 0
    while (!e.signal.aborted) { if (++count === 2) ready(); await sleep(5) }
    e.set('stoppedAt', count)
  },
})

const WAYS: Record<string, (e: RunCore) => unknown> = {
  'awaits all': async (e) => {
    let missing = 2
    const begun = () => { if (--missing === 0) ready() }
    const all = [sleeps(e), awaitsChild(e), fetches(e, begun), awaitsWorker(e, begun)]
    await Promise.all(all)
    e.set('all', true)
  },
  'polls in a loop': (e) => {
    let count = 0
    e.signal.addEventListener('abort', () => e.log('told'))
    while (!e.signal.aborted) { if (++count === 2) ready(); compute() }
    e.set('stoppedAt', count)
    e.track('late', count)
    e.log('saved')
  },
  'throws in a loop': (e) => {
    for (let count = 0; ; count++) { e.signal.throwIfAborted(); if (count === 1) ready(); compute() }
  },
  'computes for long': async (e) => {
    for (let epoch = 0; !e.signal.aborted; epoch++) {
      e.set('epochs', epoch)
      if (epoch === 0) ready()
      while (!existsSync('go-' + e.name)) compute()
      await sleep(0)
    }
    e.set('saved', true)
  },
  'computes for ever': (e) => {
    if (!e.signal.aborted) ready()
    for (;;) compute()
  },
  'answers, then computes for ever': (e) => {
    e.signal.addEventListener('abort', () => setImmediate(() => { for (;;) compute() }))
    ready()
    return sleep(2 ** 30)
  },
  'runs another': async (e) => {
    await inner.run({ name: e.name + '-inner' }).catch((error) => e.set('inner', error.code))
    await inner.run({ name: e.name + '-next' }).catch((error) => e.set('next', error.code))
  },
  'runs another that rejects': async (e) => void (await inner.run({ name: e.name + '-inner' })),
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)) },
  implement: { afterRun: (e) => e.set('after', e.status) },
  run: async (e) => await WAYS[e.params.way]!(e),
})
experiment.runIfMain()
`,
})
/** Longer than a test may take: nothing may end by it. */
const LONG_GRACE = ['--grace', '10000']

interface Interrupted {
  readonly ended: RunReader
  readonly output: string
  readonly name: string
}

/** Interrupts a run by SIGTERM when it is ready; `meanwhile` is called after that. */
async function interrupt(
  mode: Mode,
  way: string,
  flags: readonly string[] = LONG_GRACE,
  meanwhile: (name: string, isOver: () => boolean) => Promise<void> = async () => undefined,
): Promise<Interrupted> {
  const name = `${mode.slice(0, 2)}-${way.replaceAll(/\W+/g, '-')}`
  const run = start(project, mode, ['--way', way, '--name', name, ...flags])
  await run.said('process')
  run.child.kill('SIGTERM')
  await meanwhile(name, () => run.child.exitCode !== null || run.child.signalCode !== null)
  const code = await run.ended
  const ended = await readEnded(project, name)
  expect(ended.status, run.output()).toBe('interrupted')
  expect(code, run.output()).toBe(ended.ending?.forced === true && mode === 'in process' ? 'SIGTERM' : 143)
  return { ended, output: run.output(), name }
}

describe.concurrent.each(['supervised', 'in process'] as const)('a signal to a run that has read e.signal, %s', (mode) => {
  test('stops timers, requests, children and threads that took it, and what they set then is kept', async () => {
    const { ended } = await interrupt(mode, 'awaits all')
    expect(ended.values).toEqual({
      sleep: 'AbortError',
      fetch: true,
      child: 'ABORT_ERR',
      worker: 'partial, stopped',
      all: true,
      after: 'interrupted',
    })
    expect(ended.meta.warnings).toEqual([])
    expect(ended.ending?.text).toBe('interrupted by SIGTERM in run, which had read e.signal and ended by itself')
  })

  test('reaches a loop that never yields and polls it, and what that sets, tracks and logs is kept', async () => {
    const { ended } = await interrupt(mode, 'polls in a loop')
    const { stoppedAt } = ended.values
    expect(stoppedAt).toBeGreaterThan(0)
    expect([...ended.series('late').values]).toEqual([stoppedAt])
    expect(await ended.readLog()).toMatch(/told[^]*saved/)
    expect(ended.values).toMatchObject({ after: 'interrupted' })
    expect(ended.meta).toMatchObject({ signal: 'SIGTERM', signal_phase: 'run', signal_outcome: 'settled', warnings: [] })
  })

  test('makes throwIfAborted() throw in a loop that never yields', async () => {
    const { ended } = await interrupt(mode, 'throws in a loop')
    expect(ended.meta).toMatchObject({ signal_outcome: 'settled', warnings: [], has_error: false })
  })

  test('waits for a run that computes for longer than one may that never looks', async () => {
    const { ended } = await interrupt(mode, 'computes for long', LONG_GRACE, async (name, isOver) => {
      // A run that has not read e.signal is ended by force after two seconds.
      await staysSo('the run is under way', () => !isOver(), 3000)
      project.write(`go-${name}`, '')
    })
    expect(ended.values).toEqual({ epochs: 0, saved: true, after: 'interrupted' })
  })

  test.each(['computes for ever', 'answers, then computes for ever'])('names one that %s', async (way) => {
    const { ended, output } = await interrupt(mode, way, ['--grace', '0.5'])
    expect(ended.values).toEqual({})
    expect(ended.ending).toMatchObject({ forced: true, phase: 'run' })
    expect(ended.ending?.text).toBe(
      'interrupted by SIGTERM in run: it had read e.signal but did not end within 0.5 s, and was ended by force; its hooks did not run',
    )
    expect(output).toContain('The run had read e.signal but did not end within 0.5 s after SIGTERM')
  })

  test('reaches a run within a run, for which the outer one waits; what comes after it is not begun', async () => {
    const { ended, name } = await interrupt(mode, 'runs another')
    expect(ended.values).toEqual({ inner: 'RUN_INTERRUPTED', next: 'RUN_INTERRUPTED', after: 'interrupted' })
    const inner = await loadRun(project.path(`results/endings/inner/${name}-inner`))
    expect(inner.values['stoppedAt']).toBeGreaterThan(0)
    expect(inner.ending).toMatchObject({ forced: false, complete: true, signal: 'SIGTERM' })
    const next = await loadRun(project.path(`results/endings/inner/${name}-next`))
    expect(next).toMatchObject({ status: 'interrupted', values: {} })
  })

  test('is no failure of a run that a run within it has ended', async () => {
    const { ended } = await interrupt(mode, 'runs another that rejects')
    expect(ended.meta).toMatchObject({ signal_outcome: 'settled', warnings: [], has_error: false })
  })
})

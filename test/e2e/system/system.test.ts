import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/api/run.ts'
import { staysSo, until } from '../../support/waiting.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'

/** Goes on until a file `end-` and the name of its run is there, or the project is not any more. */
const LASTING = `import { fork } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { does: param.choice(['last', 'track', 'fork and block', 'get killed']) },
  async run(e) {
    const { does } = e.params
    const name = basename(e.folder)
    const isTold = (word: string) => existsSync(word + '-' + name) || !existsSync('lasting.ts')
    const child = does === 'fork and block' ? fork(new URL('./child.mjs', import.meta.url)) : null
    if (does === 'track' || child !== null) e.track({ own: 1, 'system/own': 2 })
    writeFileSync('begun-' + name, '')
    while (!isTold('end') && !isTold('block')) await sleep(20)
    if (isTold('block')) writeFileSync('blocked-' + name, '')
    while (!isTold('end'));
    child?.kill()
    if (does === 'get killed') process.kill(process.pid, 'SIGKILL')
  },
})
experiment.runIfMain()
`
const TWO = `import { experiment } from './lasting.ts'
await Promise.all(['one', 'two'].map((name) => experiment.run({ name, parameters: { does: 'track' } })))
`
const CHILD = `globalThis.kept = Buffer.alloc(200e6, 1)
setInterval(() => {}, 2 ** 30)
`
const project = new Project({ 'package.json': '{ "type": "module" }', 'lasting.ts': LASTING, 'two.ts': TWO, 'child.mjs': CHILD })
const load = async (name: string): Promise<RunReader> => await loadRun(project.path(`results/lasting/${name}`))
const OFTEN = { RUNLAB_SYSTEM_INTERVAL: '0.2' }
const ALL = ['cpu', 'machine-cpu', 'memory', 'processes', 'heap', 'loop-delay/mean', 'loop-delay/longest']

const WAYS = [
  ['supervised', [BIN, 'run', 'lasting.ts']],
  ['in-process', ['--import', REGISTER, 'lasting.ts']],
] as const

function lengths({ tracked }: RunReader): Readonly<Record<string, number>> {
  return Object.fromEntries(tracked.map(({ name, count }) => [name, count]))
}

const maximum = ({ tracked }: RunReader, name: string): number => tracked.find((series) => series.name === name)?.max ?? 0

/** A process whose runs go on until they are told to end. */
class LastingRuns {
  readonly ended: Promise<Outcome>
  #outcome: Outcome | undefined

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = OFTEN) {
    this.ended = project.spawn(process.execPath, args, env)
    void this.ended.then((outcome) => (this.#outcome = outcome))
  }

  /** Waits until something is so of one of its runs. */
  async until(name: string, what: string, isSo: (run: RunReader) => boolean): Promise<RunReader> {
    await this.says('begun', name)
    return await until(`${what} of ${name}`, async () => {
      this.#check(what)
      const run = await load(name)
      return isSo(run) ? run : null
    })
  }

  /** Waits for the file by which one of its runs says something. */
  async says(word: string, name: string): Promise<void> {
    await until(`${word}-${name}`, () => {
      this.#check(word)
      return existsSync(project.path(`${word}-${name}`))
    })
  }

  tell(word: string, name: string): void {
    writeFileSync(project.path(`${word}-${name}`), '')
  }

  async end(name: string): Promise<RunReader> {
    this.tell('end', name)
    await this.ended
    return await load(name)
  }

  #check(what: string): void {
    if (this.#outcome !== undefined) throw new Error(`It ended before "${what}": ${JSON.stringify(this.#outcome)}`)
  }
}

describe.concurrent.each(WAYS)('a run that lasts, %s', (mode, command) => {
  const start = (does: string, name: string, flags: readonly string[] = [], env = OFTEN): LastingRuns =>
    new LastingRuns([...command, '--does', does, '--name', name, '--no-visuals', ...flags], env)

  test('is sampled with what it starts, also while its main thread does not let go, which shows', async () => {
    const name = `sampled-${mode}`
    const runs = start('fork and block', name)
    await runs.until(name, 'three samples of everything, with what the child has', (run) => {
      const isThere = ALL.every((series) => (lengths(run)[`system/${series}`] ?? 0) >= 3)
      return isThere && maximum(run, 'system/memory') > 230 && maximum(run, 'system/processes') >= 2
    })
    runs.tell('block', name)
    await runs.says('blocked', name)
    const before = lengths(await load(name))['system/cpu'] ?? 0
    await runs.until(name, 'four samples of a main thread that is busy', (run) => {
      const isSampled = (lengths(run)['system/cpu'] ?? 0) >= before + 4
      return isSampled && maximum(run, 'system/loop-delay/longest') > 300 && maximum(run, 'system/cpu') > 5
    })
    const sampled = await runs.end(name)
    expect(sampled.status).toBe('done')
    expect(Object.keys(lengths(sampled)).toSorted()).toEqual([...ALL.map((series) => `system/${series}`), 'own'].toSorted())
    expect(sampled.series('system/memory').summary.min).toBeGreaterThan(10)
    expect(sampled.series('system/memory').summary.max).toBeGreaterThan(230)
    expect(sampled.series('system/machine-cpu').summary.max).toBeLessThanOrEqual(100)
    expect(sampled.series('system/cpu').length).toBeGreaterThanOrEqual(before + 4)
    // It may not track series by such names itself; those that are sampled are no series of its own.
    expect(sampled.meta.refused).toMatchObject([{ series: 'system/own', count: 1 }])
    expect(sampled.meta).toMatchObject({ counts: { series: 1, points: 1 }, __track__: ['own'] })
    expect(sampled.meta.warnings).toEqual([expect.stringContaining('system/own')])
  })

  test('keeps to itself with --no-system', async () => {
    const name = `silent-${mode}`
    const runs = start('last', name, ['--no-system'])
    await runs.says('begun', name)
    await staysSo('a run without samples', async () => (await load(name)).tracked.length === 0, 5 * 200)
    expect((await runs.end(name)).tracked).toEqual([])
  })

  test('keeps its samples when it is killed', async () => {
    const name = `killed-${mode}`
    const runs = start('get killed', name)
    await runs.until(name, 'three samples', (run) => (lengths(run)['system/memory'] ?? 0) >= 3)
    const killed = await runs.end(name)
    expect(killed.status).toBe('crashed')
    expect(lengths(killed)['system/memory']).toBeGreaterThanOrEqual(3)
    await project.runlab('recover', name)
    const recovered = await load(name)
    expect(lengths(recovered)).toEqual(lengths(killed))
    expect(recovered.meta).toMatchObject({ counts: { series: 0, points: 0 }, __track__: [] })
  })

  test('has no samples of its first two seconds: a short one has none', async () => {
    const name = `short-${mode}`
    const runs = start('last', name, [], { RUNLAB_SYSTEM_INTERVAL: '5' })
    await runs.until(name, 'a first sample', (run) => 'system/memory' in lengths(run))
    const run = await runs.end(name)
    const first = Math.min(...run.tracked.flatMap((series) => [...run.series(series.name).times]))
    expect(first).toBeGreaterThanOrEqual(1000 * (run.meta.start_time + 2))
  })
})

test('runs of one process have samples of their own', async () => {
  const runs = new LastingRuns(['--import', REGISTER, 'two.ts'])
  for (const name of ['one', 'two']) await runs.until(name, 'a sample', (run) => 'system/memory' in lengths(run))
  for (const name of ['one', 'two']) runs.tell('end', name)
  await runs.ended
  for (const name of ['one', 'two']) {
    const run = await load(name)
    expect(lengths(run)).toMatchObject({ own: 1, 'system/memory': expect.any(Number) })
    expect(run.meta.refused).toMatchObject([{ series: 'system/own', count: 1 }])
  }
})

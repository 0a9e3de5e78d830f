import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { MediaValue, RunReader } from '../../../src/index.ts'
import { allNeed } from '../../support/needs.ts'
import { mountSmallDisk, noMounting } from '../disk/small-disk.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'fills.ts': `import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { defineExperiment, param } from 'runlab'

const filler = join(process.env['DISK'] ?? '', 'filler')
const fill = () => {
  const descriptor = openSync(filler, 'w')
  for (let size = 65536; size >= 1;) {
    try { writeSync(descriptor, Buffer.alloc(size)) } catch { size = Math.floor(size / 2) }
  }
  closeSync(descriptor)
}
const dot = (n: number) => ({ data: Uint8Array.from({ length: 3000 }, (_, i) => (i * n * 7919) % 256), width: 100, height: 10 })

/** Points of a series that are in files. */
const count = (e: any, name: string): number => {
  try { return e.series(name).length } catch { return 0 }
}

export const experiment = defineExperiment(import.meta, {
  parameters: { frees: true, media: true, others: false },
  async run(e) {
    const { frees, media, others } = e.params
    const parts: any[] = []
    if (others) {
      const thread = new Worker(new URL('./other.ts', import.meta.url), { workerData: e.tracker })
      const child = fork('other.ts')
      child.send(e.tracker)
      parts.push(thread, child)
      await Promise.all(parts.map((part) => once(part, 'message')))
    }
    e.track('loss', 0)
    e.track('note', 'before')
    if (media) e.track('dot', dot(0))
    while (existsSync('package.json') && (count(e, 'note') < 1 || (media && count(e, 'dot') < 1))) await sleep(20)
    fill()
    const over = parts.map((part) => once(part, 'exit'))
    for (const part of parts) if (part instanceof Worker) part.postMessage('go'); else part.send('go')
    for (let i = 1; i < 20_000; i++) {
      e.track('loss', i)
      if (i % 200 === 0) {
        e.track('note', 'x'.repeat(1000) + i)
        // Whoever tracks hears that the disk is full; whoever reads the warning makes room.
        while (frees && i > 10_000 && existsSync(filler)) await sleep(20)
      }
      if (media && i % 2000 === 0) e.track('dot', dot(i))
    }
    await Promise.all(over)
    e.track('last', 1)
  },
})
experiment.runIfMain()
`,
  'other.ts': `import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openTracker } from 'runlab'
const go = async (tracker: any, say: (text: string) => void, told: Promise<unknown>) => {
  const { track, close } = await openTracker(tracker)
  track('of another', -1)
  say('ready')
  await told
  for (let i = 0; i < 5000; i++) track('of another', i)
  while (existsSync(join(process.env['DISK'] ?? '', 'filler'))) await sleep(50) // until there is room again
  console.log('closed: ' + await close())
}
if (workerData) await go(workerData, (text) => parentPort!.postMessage(text), new Promise((resolve) => parentPort!.once('message', resolve)))
else process.once('message', async (tracker) => {
  await go(tracker, (text) => process.send!(text), new Promise((resolve) => process.once('message', resolve)))
  process.disconnect()
})
`,
})

const FULL = '[warn] The disk does not take what is tracked'
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

const rescued: string[] = []
afterAll(() => {
  for (const folder of rescued) rmSync(folder, { recursive: true, force: true })
})

describe.each([
  ['supervised', [BIN, 'run', 'fills.ts']],
  ['in process', ['--import', REGISTER, 'fills.ts']],
] as const)('a disk that is full while a run tracks numbers, texts and images, %s', (mode, command) => {
  allNeed(noMounting === null, `needs a disk that can be full: ${noMounting}`)

  async function run(
    ...flags: readonly string[]
  ): Promise<{ code: number | null; output: string; run: RunReader; disk: string }> {
    const disk = mountSmallDisk()
    const args = [...command, '--name', 'it', '--results', join(disk, 'results'), ...flags]
    const makeRoom = (said: string): void => {
      if (!flags.includes('--no-frees') && said.includes(FULL)) rmSync(join(disk, 'filler'), { force: true })
    }
    const { code, stdout, stderr } = await project.spawn(process.execPath, args, { DISK: disk }, makeRoom)
    return { code, output: stdout + stderr, run: await loadRun(join(disk, 'results/fills/it')), disk }
  }

  function expectReadable(found: RunReader): void {
    const { values } = found.series('loss')
    expect([...values]).toEqual(upTo(values.length))
    for (const { value } of found.series('dot')) {
      const { path, size } = value as MediaValue
      expect(readFileSync(path).length).toBe(size)
    }
  }

  test('takes everything when it has room again, after one warning', async () => {
    const { code, output, run: found } = await run()
    expect(output.split(FULL)).toHaveLength(2)
    expect(found.status).toBe('done')
    // In process, not even the warning may have had room in the log.
    const missing = found.meta.unwritten.map(({ path }) => path)
    expect(missing.filter((path) => path !== 'experiment_out.log')).toEqual([])
    expect(code, output).toBe(missing.length === 0 ? 0 : 3)
    expect(found.meta).toMatchObject({ lost_points: 0, counts: { series: 4, points: 20_000 + 100 + 10 + 1 } })
    expect(found.series('loss').length).toBe(20_000)
    expect(found.series('dot').length).toBe(10)
    expectReadable(found)
    expect(existsSync(join(found.folder, '.runlab/tracking'))).toBe(false)
  })

  if (mode === 'supervised')
    test('that stays full has what it took; exit code and record name what is missing', async () => {
      const { code, output, run: found, disk } = await run('--no-frees')
      expect(code, output).toBe(3)
      expect(output.split(FULL)).toHaveLength(2)
      expect(found.series('note').length).toBeGreaterThan(0)
      expectReadable(found)
      // The metadata may be missing, too, and are elsewhere then.
      const rescue = /Values and metadata are in (\S+)/.exec(output)?.[1]
      if (rescue !== undefined) rescued.push(rescue)
      const meta = rescue === undefined ? found.meta : JSON.parse(readFileSync(join(rescue, 'experiment_meta.json'), 'utf8'))
      expect(meta.unwritten.map(({ path }: { path: string }) => path)).toContain('tracked/series.parquet')
      expect(meta.lost_points).toBeGreaterThan(0)
      // What is claimed is what can be read.
      const own = found.tracked.filter(({ name }) => !name.startsWith('system/'))
      expect(meta.counts.points).toBe(own.reduce((sum, { count }) => sum + count, 0))
      expect(output).toMatch(/\d+ tracked points were lost, since the disk did not take them/)

      const { tracked } = found
      rmSync(join(disk, 'filler'))
      const { code: recovered, stdout, stderr } = await project.runlab('recover', found.folder)
      const points = tracked.reduce((sum, { count }) => sum + count, 0)
      expect({ recovered, stdout }, stderr).toEqual({
        recovered: 0,
        stdout: expect.stringContaining(`${points} tracked points of`),
      })
      const sealed = await loadRun(found.folder)
      expect(sealed.tracked.map(({ name, count }) => [name, count])).toEqual(tracked.map(({ name, count }) => [name, count]))
      expect(existsSync(join(found.folder, 'tracked/series.parquet'))).toBe(true)
      expect(sealed.meta.unwritten.map(({ path }) => path)).not.toContain('tracked/series.parquet')
      expectReadable(sealed)
    })

  if (mode === 'supervised')
    test('takes what threads and other processes have tracked meanwhile, when it has room again', async () => {
      const { code, output, run: found } = await run('--others', '--no-media')
      expect(output.match(/closed: \w+/g)).toEqual(['closed: true', 'closed: true'])
      expect(found.meta.lost_points).toBe(0)
      expect(code, output).toBe(found.meta.unwritten.length === 0 ? 0 : 3)
      const { values } = found.series('of another')
      expect([...values].toSorted((a, b) => a - b)).toEqual([-1, -1, ...upTo(5000).flatMap((i) => [i, i])])
      expect(found.series('loss').length).toBe(20_000)
    })
})

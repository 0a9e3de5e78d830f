import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { readCode } from '../../../src/archive/documents/read-code.ts'
import type { RunReader } from '../../../src/api/run.ts'
import { tempFolder } from '../support/temp-folder.ts'

const archives = fileURLToPath(new URL('../../fixtures/archives', import.meta.url))

function folderOf(version: string, namespace: string, prefix = ''): string {
  const folder = join(archives, `pycomex-${version}`, namespace)
  const [run = ''] = readdirSync(folder).filter((name) => name.startsWith(prefix))
  return join(folder, run)
}

const load = async (version: string, namespace: string, prefix = ''): Promise<RunReader> =>
  await loadRun(folderOf(version, namespace, prefix))

describe.each(['0.28', '0.29'])('a run of PyComex %s', (version) => {
  test('has what was tracked as series, with steps that count from 0 and no times', async () => {
    const run = await load(version, 'tracking', 'first')
    const loss = run.series('loss')
    expect(loss.kind).toBe('number')
    expect(Array.from(loss.steps)).toEqual([0, 1, 2, 3, 4, 5])
    expect(Array.from(loss.values)).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6])
    expect(loss.times.every(Number.isNaN)).toBe(true)
    expect(run.tracked.map(({ name, kind, count, last, firstTime }) => [name, kind, count, last, firstTime])).toEqual([
      ['loss', 'number', 6, 1 / 6, null],
      ['train/error', 'number', 1, 2.5, null], // all that PyComex keeps of a name with a slash
      ['line', 'image', 6, null, null],
    ])
  })

  test('has tracked figures as a series of images', async () => {
    const run = await load(version, 'tracking', 'first')
    const images = Array.from(run.series('line'))
    expect(images.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5])
    const image = images[5]?.value as { file: string; width: number; height: number; bytes: () => Promise<Uint8Array> }
    expect(image).toMatchObject({ file: '.track/line_006.png', width: 40, height: 40 })
    expect(Buffer.from(await image.bytes())).toEqual(readFileSync(join(run.folder, '.track/line_006.png')))
  })

  test('has its values without what is a series, its own parameters only, and no seed or source that nobody recorded', async () => {
    const run = await load(version, 'tracking', 'first')
    expect(run.values).toEqual({ results: { accuracy: 0.75, names: ['a', 'b'] } })
    expect(run.params).toEqual({ EPOCHS: 6, ENDING: 'none' })
    expect(run.meta.parameters['EPOCHS']).toMatchObject({ source: 'not recorded', description: 'How often the data are seen. ' })
    expect([run.seed, run.meta.seed_source, run.namespace]).toEqual([null, null, 'tracking'])
    expect(run.meta.short_description).toBe('Fits a line, and tracks the loss and a picture of it.')
  })

  test('has its code, and as artifacts what the run has committed', async () => {
    const run = await load(version, 'tracking', 'first')
    expect(run.artifacts.names()).toEqual(expect.arrayContaining(['notes.txt', 'table.json', 'loss.png']))
    expect(run.artifacts.names().join()).not.toMatch(/\.track|experiment_code|analysis/)
    expect(run.snapshot).toMatchObject({ entry: 'experiment_code.py', files: [{ path: 'experiment_code.py', role: 'entry' }] })
    const { folder, snapshot } = run
    const code = readCode({ folder, within: snapshot?.folder, path: 'experiment_code.py', largest: 10_000 })
    expect(code).toMatchObject({ state: 'text', text: expect.stringContaining('def experiment(e: Experiment)') })
    const mixed = await load(version, '11_experiment_mixin')
    expect(mixed.snapshot?.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['experiment_code.py', '02_basic.py', '11_experiment_mixin_mixin.py']),
    )
  })

  test('that failed has the message and the traceback, which stand in its log only', async () => {
    const run = await load(version, 'tracking', 'failed')
    expect(run.status).toBe('failed')
    expect(run.meta.error).toMatchObject({ type: 'ValueError', message: 'the data ran out' })
    expect(run.meta.error?.stack).toMatch(/^Traceback \(most recent call last\):\n[^]*\nValueError: the data ran out$/)
  })

  test.each(['interrupted', 'killed'])('that was %s has what it wrote before', async (how) => {
    const run = await load(version, 'tracking', how)
    expect(run.status).toBe('unknown') // it lies where it was not made
    expect(run.values).toEqual({})
    expect(await run.readLog()).toMatch(/epochs are over/)
    expect(run.artifacts.names()).toEqual(['notes.txt', 'table.json'])
  })
})

describe('a run of PyComex that says it is running', () => {
  /** A copy that lies where its metadata say it was made, and as if a process had made it. */
  function copyOf(pid: number, startTime: number): string {
    const source = folderOf('0.29', 'tracking', 'killed')
    const base = tempFolder()
    const folder = join(base, 'results/tracking', basename(source).replace(/p\d+/, `p${pid}`))
    mkdirSync(dirname(folder), { recursive: true })
    cpSync(source, folder, { recursive: true })
    const file = join(folder, 'experiment_meta.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), base_path: base, start_time: startTime }))
    return folder
  }

  test('runs while the process lives that its name has', async () => {
    expect(await loadRun(copyOf(process.pid, Date.now() / 1000))).toMatchObject({ status: 'running' })
  })

  test('has crashed where the process is gone, or began after it', async () => {
    expect(await loadRun(copyOf(2 ** 30, Date.now() / 1000))).toMatchObject({ status: 'crashed' })
    expect(await loadRun(copyOf(process.pid, Date.now() / 1000 - 1e6))).toMatchObject({ status: 'crashed' })
  })
})

describe('of PyComex’s own examples', () => {
  test.each(readdirSync(join(archives, 'pycomex-0.29')).filter((name) => name !== 'tracking'))(
    '%s is read whole',
    async (name) => {
      for (const entry of readdirSync(join(archives, 'pycomex-0.29', name))) {
        const run = await loadRun(join(archives, 'pycomex-0.29', name, entry))
        expect(run.meta.description).not.toBe('')
        expect(Object.keys(run.params).join()).not.toMatch(/__/)
        expect(run.snapshot?.entry).toBe('experiment_code.py')
        expect(run.tracked.length).toBeGreaterThanOrEqual(0)
        expect(run.values).toBeTypeOf('object')
        expect(run.artifacts.names().join()).not.toMatch(/local_sources|dependencies|requirements/)
        if (run.status === 'failed') expect(run.meta.error?.message).not.toBe('')
      }
    },
  )
})

test('values that PyComex could not write, so that their file is empty, do not make the run unreadable', async () => {
  const folder = join(tempFolder(), 'run')
  cpSync(folderOf('0.29', 'tracking', 'first'), folder, { recursive: true })
  writeFileSync(join(folder, 'experiment_data.json'), '')
  const run = await loadRun(folder)
  expect(run.values).toEqual({})
  expect(run.tracked).toEqual([])
})

test('the environment of a workspace is no artifact', async () => {
  const folder = join(tempFolder(), 'run')
  cpSync(folderOf('0.29', 'tracking', 'first'), folder, { recursive: true })
  for (const place of ['.venv/lib/python3.11', 'sub/__pycache__']) {
    mkdirSync(join(folder, place), { recursive: true })
    writeFileSync(join(folder, place, 'module.pyc'), '')
  }
  const run = await loadRun(folder)
  expect(run.artifacts.names().join()).not.toMatch(/module/)
})

test('a parameter SEED is the seed', async () => {
  const folder = join(tempFolder(), 'run')
  mkdirSync(folder)
  const parameters = { SEED: { name: 'SEED', value: 7, usable: true } }
  writeFileSync(join(folder, 'experiment_meta.json'), JSON.stringify({ status: 'done', parameters }))
  expect(await loadRun(folder)).toMatchObject({ seed: 7, meta: { seed_source: 'given' } })
})

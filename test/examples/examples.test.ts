import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { loadRun } from '../../src/index.ts'
import type { RunReader } from '../../src/index.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn
for (const name of ['PENGUINS', 'EPOCHS']) delete process.env[name] // and have their defaults
afterEach(() => vi.unstubAllEnvs())

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => /^\d+_.*\.(?:[jt]s|yml)$/.test(name))

const archive = mkdtempSync(join(tmpdir(), 'runlab-examples-'))
afterAll(() => rmSync(archive, { recursive: true, force: true }))

interface ExampleRun {
  readonly run: RunReader
  readonly stdout: string
}

const known = new Map<string, Promise<ExampleRun>>()

/** Runs an example as the README says, and loads what it left; with the same flags once for all tests. */
async function runExample(name: string, ...flags: readonly string[]): Promise<ExampleRun> {
  const key = JSON.stringify([name, flags, process.env['PENGUINS'], process.env['EPOCHS']])
  const running = known.get(key) ?? startExample(name, flags)
  known.set(key, running)
  return await running
}

async function startExample(name: string, flags: readonly string[]): Promise<ExampleRun> {
  const args = [join(ROOT, 'dist/bin.cjs'), 'run', `examples/${name}`, '--results', archive, '--seed', '1', ...flags]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  const report = stdout.trim().split(/\s+/).at(-1) ?? ''
  return { run: await loadRun(report), stdout }
}

test.each(EXAMPLES)('%s runs, and its output ends with the path of its archive and report', async (name) => {
  const { run } = await runExample(name)
  expect(run.status).toBe('done')
  expect(run.namespace).toBe(`examples/${name.replace(/\.\w+$/, '')}`)
  expect(run.meta.description).not.toBe('')
  expect(run.meta.warnings).toEqual([])
  expect(run.snapshot?.files.map((file) => file.path)).toContain(`examples/${name}`)
})

describe('01_quickstart', () => {
  test('comes near to π, and nearer with more darts', async () => {
    const few = await runExample('01_quickstart.ts', '--darts', '100')
    const many = await runExample('01_quickstart.ts', '--darts', '50000')
    expect(many.run.get('error')).toBeLessThan(0.01)
    expect(few.run.get('error')).toBeGreaterThan(many.run.get('error') as number)
  })
})

describe('02_penguins', () => {
  test('learns the species from the measurements', async () => {
    const { run } = await runExample('02_penguins.ts')
    expect(run.get('sizes')).toEqual({ train: 239, test: 103 })
    expect(run.get('metrics/accuracy/test')).toBeGreaterThan(0.95)
    const confusion = run.get('metrics/confusion') as number[][]
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(103)
    const lines = (await run.artifacts.get('predictions.csv').text()).trim().split('\n')
    expect(lines).toHaveLength(104)
    expect(run.inputs.map(({ parameter, path, size }) => ({ parameter, path, size }))).toEqual([
      { parameter: 'dataset', path: './data/penguins.csv', size: 13516 },
    ])
  })

  test('tracks how it learns', async () => {
    const { run } = await runExample('02_penguins.ts', '--epochs', '40')
    const loss = run.series('loss')
    expect([...loss.steps]).toEqual(Array.from({ length: 40 }, (_, epoch) => epoch))
    expect(loss.values.at(-1)).toBe(run.get('metrics/loss'))
    expect(loss.values[0]).toBeGreaterThan(loss.values[39] ?? 1)
    expect(run.series('accuracy', { context: { split: 'test' } }).summary.last).toBe(run.get('metrics/accuracy/test'))
    expect(Array.from(run.series('weights'), ({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, epoch) => epoch))
  })

  test('learns less in one epoch with a small step', async () => {
    const { run } = await runExample('02_penguins.ts', '--epochs', '1', '--learning-rate', '1e-3')
    expect(run.get('metrics/loss')).toBeCloseTo(Math.log(3), 5)
  })
})

describe('05_inheritance', () => {
  test('derives from the penguins: values made of those that they had, and one step done otherwise', async () => {
    const { run } = await runExample('05_inheritance.ts')
    expect(run.params).toMatchObject({ learningRate: 2, epochs: 100, testShare: 0.3, measured: 'bill' })
    expect(storyOf(run, 'learningRate')).toEqual(['declared 0.5 in 02_penguins', 'inherited 2 in 05_inheritance'])
    expect(storyOf(run, 'epochs')).toEqual(['declared 200 in 02_penguins', 'inherited 100 in 05_inheritance'])
    expect(callersOf(run, 'prepareFeatures')).toEqual(['default of 02_penguins, replaced', 'replace of 05_inheritance'])
    const model = (await run.artifacts.get('model.json').json()) as { weights: number[][] }
    expect(model.weights.map((weights) => weights.length)).toEqual([2, 2, 2])
  })

  test('finds that the bill tells more than the body', async () => {
    const bill = await runExample('05_inheritance.ts')
    const body = await runExample('05_inheritance.ts', '--measured', 'body')
    expect(bill.run.get('metrics/accuracy/test')).toBeGreaterThan(0.95)
    expect(body.run.get('metrics/accuracy/test')).toBeLessThan(0.85)
    expect(storyOf(body.run, 'measured').at(-1)).toBe('set body in command line')
  })
})

describe('06_hooks', () => {
  test('one step is replaced, and another one goes around it', async () => {
    const { run, stdout } = await runExample('06_hooks.ts')
    expect(callersOf(run, 'placePair')).toEqual([
      'default of 06_hooks#random, replaced',
      'replace of 06_hooks#even',
      'wrap of 06_hooks',
    ])
    expect(callersOf(run, 'afterRun')).toEqual(['default of 06_hooks#random', 'append of 06_hooks'])
    expect(stdout).toMatch(/mean distance 0\.521\d+, off by .*\nrandom points are off by about 0\.0019/)
  })

  test('points that are spread evenly come ten times as near with as many pairs', async () => {
    const errors = async (name: string, seeds: readonly string[]): Promise<number[]> => {
      const runs = await Promise.all(seeds.map((seed) => runExample(name, '--seed', seed, '--no-visuals')))
      return runs.map(({ run }) => run.get('error') as number)
    }
    const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
    const random = await errors('06_hooks.ts#random', ['1', '2', '3'])
    const even = await errors('06_hooks.ts#even', ['1', '2'])
    const moved = await errors('06_hooks.ts', ['1', '2', '3'])
    expect(sumOf(random)).toBeGreaterThan(10 * sumOf(moved))
    expect(new Set(moved).size).toBe(3)
    expect(new Set(even).size).toBe(1) // the same in every run
    expect(even[0]).toBeLessThan(1e-5)
  })
})

describe('07_mixin', () => {
  const diary = (): string[] => readFileSync(join(archive, 'diary.md'), 'utf8').trim().split('\n')

  test('the magnet breaks down where Onsager says', async () => {
    const cold = await runExample('07_mixin.ts', '--temperature', '2')
    const warm = await runExample('07_mixin.ts', '--temperature', '3')
    expect(cold.run.get('onsager')).toBeCloseTo(0.9113, 4)
    expect(cold.run.get('magnetisation')).toBeCloseTo(0.9113, 2)
    expect(warm.run.get('onsager')).toBe(0)
    expect(warm.run.get('magnetisation')).toBeLessThan(0.02)
  })

  test('every run has a line in the diary, also that of another experiment that is told to', async () => {
    const magnet = await runExample('07_mixin.ts', '--temperature', '3', '--size', '8', '--sweeps', '20')
    const include = ['--include', 'examples/lib/diary.mixin.ts', '--noted', 'pi', '--darts', '50']
    const darts = await runExample('01_quickstart.ts', ...include)
    const linkOf = ({ namespace, name }: RunReader): string => `[${namespace}](${namespace}/${name}/report.html)`
    const found = Number((magnet.run.get('magnetisation') as number).toPrecision(4))
    expect(diary().slice(-2)).toEqual([
      `- ${linkOf(magnet.run)} temperature 3 size 8 sweeps 20 seed 1 → magnetisation ${found} onsager 0 done`,
      `- ${linkOf(darts.run)} darts 50 seed 1 → pi ${Number((darts.run.get('pi') as number).toPrecision(4))} done`,
    ])
    expect(storyOf(magnet.run, 'noted')).toEqual(['declared  in diary', 'declared magnetisation,onsager in 07_mixin'])
    expect(callersOf(darts.run, 'afterRun')).toEqual(['append of diary'])
    expect(darts.run.lineage?.layers.map(({ kind }) => kind)).toEqual(['experiment', 'mixin', 'command line'])
  })
})

describe('08_config.yml', () => {
  test('takes variables of the environment, else what stands there', async () => {
    const plain = await runExample('08_config.yml')
    expect(plain.run.params).toMatchObject({ epochs: 50, measured: 'body', learningRate: 2 })
    expect(plain.run.meta.description).toContain('by their bodies')
    const data = mkdtempSync(join(archive, 'data-'))
    copyFileSync(join(ROOT, 'examples/data/penguins.csv'), join(data, 'penguins.csv'))
    vi.stubEnv('PENGUINS', data).stubEnv('EPOCHS', '3')
    const { run } = await runExample('08_config.yml')
    expect(run.params).toMatchObject({ epochs: 3 })
    expect(run.inputs[0]?.path).toBe(`${data}/penguins.csv`)
    expect(run.series('loss')).toHaveLength(3)
  })

  test('remembers who changed what, through three files and a mixin', async () => {
    const { run } = await runExample('08_config.yml', '--epochs', '2')
    expect(run.lineage?.layers.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'experiment 02_penguins',
      'extension 05_inheritance',
      'mixin diary',
      'config 08_config',
      'command line command line',
    ])
    expect(storyOf(run, 'epochs')).toEqual([
      'declared 200 in 02_penguins',
      'inherited 100 in 05_inheritance',
      'set 50 in 08_config',
      'set 2 in command line',
    ])
    expect(readFileSync(join(archive, 'diary.md'), 'utf8')).toContain(`${run.name}/report.html`)
  })
})

/** What each layer did to a parameter. */
function storyOf(run: RunReader, parameter: string): string[] {
  const changes = run.lineage?.parameters[parameter] ?? []
  return changes.map(({ how, layer, after }) => `${how} ${String(after)} in ${run.lineage?.layers[layer]?.name}`)
}

/** Who implements a hook, in the order in which they came. */
function callersOf(run: RunReader, hook: string): string[] {
  const implementations = run.lineage?.hooks[hook] ?? []
  return implementations.map(
    ({ how, layer, replaced }) => `${how} of ${run.lineage?.layers[layer]?.name}${replaced === undefined ? '' : ', replaced'}`,
  )
}

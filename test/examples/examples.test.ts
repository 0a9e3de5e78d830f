import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../src/index.ts'
import type { RunReader } from '../../src/index.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => /^\d+_.*\.[jt]s$/.test(name))

const archive = mkdtempSync(join(tmpdir(), 'runlab-examples-'))
afterAll(() => rmSync(archive, { recursive: true, force: true }))

/** Runs an example as the README says, and loads what it left. */
async function runExample(name: string, ...flags: readonly string[]): Promise<{ run: RunReader; stdout: string }> {
  const args = [join(ROOT, 'dist/bin.cjs'), 'run', `examples/${name}`, '--results', archive, '--seed', '1', ...flags]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  const report = stdout.trim().split(/\s+/).at(-1) ?? ''
  return { run: await loadRun(report), stdout }
}

test.each(EXAMPLES)('%s runs, and its output ends with the path of its archive and report', async (name) => {
  const { run } = await runExample(name)
  expect(run.status).toBe('done')
  expect(run.namespace).toBe(`examples/${name.replace(/\.[jt]s$/, '')}`)
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

import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { REGISTER } from '../e2e/project.ts'
import { loadRun } from '../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../src/index.ts'

for (const name of ['RUNLAB_VISUALS', 'PENGUINS', 'EPOCHS']) delete process.env[name] // runs are drawn, and have their defaults

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Every example: those that run, without the folders beside them. */
export const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => /^\d+_.*\.(?:[jt]s|yml)$/.test(name))

/** Flags that make a run small, where an example with its defaults takes several seconds; what draws as another is not drawn. */
const SMALL: Readonly<Record<string, readonly string[]>> = {
  '02_penguins.ts': ['--epochs', '12'],
  '03_gray_scott.ts': ['--size', '48', '--steps', '600', '--images', '20'],
  '04_every_kind.ts': ['--seconds', '3'],
  '05_inheritance.ts': ['--epochs', '12', '--no-visuals', '--no-system'],
  '07_mixin.ts': ['--temperature', '2', '--sweeps', '300'],
  '09_many_runs.ts': ['--seeds', '3'],
  '08_config.yml': ['--epochs', '2', '--no-visuals', '--no-system'],
}

/** Where the runs of a test file go. */
export const archive = mkdtempSync(join(tmpdir(), 'runlab-examples-'))
afterAll(() => {
  rmSync(archive, { recursive: true, force: true })
})

export interface ExampleRun {
  readonly run: RunReader
  readonly stdout: string
}

/** The run of an example that its tests share: as the README says, drawn; small where the example is large. */
export async function plainRun(name: string): Promise<ExampleRun> {
  return await runOnce(name, SMALL[name] ?? [])
}

/** A run of an example with other flags or variables of the environment, not drawn. The same run is made once. */
export async function otherRun(name: string, flags: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ExampleRun> {
  return await runOnce(name, ['--no-visuals', '--no-system', ...flags], env)
}

const runs = new Map<string, Promise<ExampleRun>>()

async function runOnce(name: string, flags: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ExampleRun> {
  const key = JSON.stringify([name, flags, env])
  const running = runs.get(key) ?? runExample(name, flags, env)
  runs.set(key, running)
  return await running
}

async function runExample(name: string, flags: readonly string[], env: NodeJS.ProcessEnv): Promise<ExampleRun> {
  const args = [join(ROOT, 'dist/bin.cjs'), 'run', `examples/${name}`, '--results', archive, '--seed', '1', ...flags]
  const stdout = await runNode(args, env)
  const report = stdout.trim().split(/\s+/).at(-1) ?? ''
  return { run: await loadRun(report), stdout }
}

/** What `runlab sweep` says of an example. */
export async function sweepOf(name: string, flags: readonly string[]): Promise<string> {
  return await runNode([join(ROOT, 'dist/bin.cjs'), 'sweep', `examples/${name}`, '--results', archive, ...flags])
}

/** What a program prints that runs experiments from code; TypeScript, as text. */
export async function printedBy(program: string): Promise<string> {
  return await runNode(['--import', REGISTER, '--input-type=module', '--eval', program])
}

async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } })
  return stdout
}

/** The test that every example passes. */
export function testThatEachRuns(names: readonly string[]): void {
  test.each(names)('%s runs, and its output ends with the path of its archive and report', async (name) => {
    const { run } = await plainRun(name)
    expect(run.status).toBe('done')
    expect(run.namespace).toBe(`examples/${name.replace(/\.\w+$/, '')}`)
    expect(run.meta.description).not.toBe('')
    expect(run.meta.warnings).toEqual([])
    expect(run.snapshot?.files.map((file) => file.path)).toContain(`examples/${name}`)
  })
}

/** What each layer did to a parameter. */
export function storyOf(run: RunReader, parameter: string): string[] {
  const changes = run.lineage?.parameters[parameter] ?? []
  return changes.map(({ how, layer, after }) => `${how} ${String(after)} in ${run.lineage?.layers[layer]?.name}`)
}

/** Who implements a hook, in the order in which they came. */
export function callersOf(run: RunReader, hook: string): string[] {
  const implementations = run.lineage?.hooks[hook] ?? []
  return implementations.map(
    ({ how, layer, replaced }) => `${how} of ${run.lineage?.layers[layer]?.name}${replaced === undefined ? '' : ', replaced'}`,
  )
}

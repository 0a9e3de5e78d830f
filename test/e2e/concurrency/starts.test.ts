import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { listRuns } from '../../../src/archive/list-runs.ts'
import { describeProcess } from '../../../src/archive/liveness.ts'
import { loadRun } from '../../../src/index.ts'
import { Project, REGISTER } from '../project.ts'

const COUNT = 64

/** Starts its run when the file `go` is there. With `--together` it ends when all of them have begun. */
const TOGETHER = `
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { together: false },
  async run(e) {
    e.set('pid', process.pid)
    await e.commit('mine.txt', String(process.pid))
    writeFileSync('begun/' + process.pid, '')
    while (e.params.together && readdirSync('begun').length < ${COUNT}) await sleep(20)
    if (readFileSync(e.path('mine.txt'), 'utf8') !== String(process.pid)) throw new Error('this folder is another run\\'s')
    console.log('the log of', process.pid)
  },
})
writeFileSync('ready/' + process.pid, '')
while (!existsSync('go')) await sleep(2)
experiment.runIfMain()
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'together.js': TOGETHER })
let children: ChildProcess[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Runs it in so many processes, all of which begin at the same instant. Gives their process ids. */
async function runTogether(...flags: readonly string[]): Promise<readonly number[]> {
  for (const name of ['ready', 'begun', 'go']) rmSync(project.path(name), { recursive: true, force: true })
  for (const name of ['ready', 'begun']) mkdirSync(project.path(name))
  const args = ['--import', REGISTER, 'together.js', '--quiet', ...flags]
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env
  let said = ''
  children = Array.from({ length: COUNT }, () =>
    spawn(process.execPath, args, { cwd: project.folder, env, stdio: ['ignore', 'ignore', 'pipe'] }),
  )
  for (const child of children) child.stderr?.on('data', (text: Buffer) => (said += String(text)))
  const codes = Promise.all(children.map((child) => new Promise((resolve) => child.once('close', resolve))))
  while (readdirSync(project.path('ready')).length < COUNT && children.every(({ exitCode }) => exitCode === null)) await sleep(20)
  writeFileSync(project.path('go'), '')
  expect({ codes: [...new Set(await codes)], said }).toEqual({ codes: [0], said: '' })
  return children.map(({ pid }) => pid ?? 0)
}

const numbers = (values: readonly unknown[]): number[] => values.map(Number).toSorted((a, b) => a - b)

test('64 processes that start at the same instant leave 64 whole archives, and nothing else', async () => {
  const pids = await runTogether()
  const folders = project.runs('together')
  expect(folders).toHaveLength(COUNT)
  const runs = await Promise.all(folders.map((folder) => loadRun(project.path(folder))))
  expect(new Set(runs.map(({ status, meta }) => `${status} ${meta.phase}`))).toEqual(new Set(['done ended']))
  expect(numbers(runs.map((run) => run.values['pid']))).toEqual(numbers(pids))
  for (const run of runs) {
    const own = String(run.values['pid'])
    expect(await run.artifacts.get('mine.txt').text()).toBe(own)
    expect(await run.readLog()).toMatch(new RegExp(`^\\S+ \\S+ {2}the log of ${own}\\n$`))
    expect(run.snapshot?.entry).toBe('together.js')
    expect(readdirSync(`${run.folder}/.runlab`).filter((name) => /alive|partial|lock|tmp/.test(name))).toEqual([])
  }
  expect(readdirSync(project.path('results'))).toEqual(['together'])
  expect(listRuns(project.path('results'))).toHaveLength(COUNT)
})

test('64 debug runs that start at the same instant replace ended ones, and never one another or anything else', async () => {
  rmSync(project.path('results'), { recursive: true, force: true })
  project.write('go', '')
  mkdirSync(project.path('begun'), { recursive: true })
  await project.node('--import', REGISTER, 'together.js', '--quiet', '--debug')
  const debug = (number: number): string => project.path(`results/together/debug${number === 1 ? '' : `_${number}`}`)
  for (let number = 2; number <= 40; number++) cpSync(debug(1), debug(number), { recursive: true })
  const kept: Readonly<Record<number, (folder: string) => void>> = {
    3: (folder) => editMeta(folder, { debug: false }),
    5: (folder) => rmSync(`${folder}/experiment_meta.json`),
    7: (folder) => {
      editMeta(folder, { status: 'running', phase: 'run' })
      writeFileSync(`${folder}/.runlab/alive.json`, JSON.stringify(describeProcess()))
    },
    9: (folder) => writeFileSync(`${folder}/.runlab-claim`, JSON.stringify(describeProcess())),
  }
  for (const [number, prepare] of Object.entries(kept)) {
    prepare(debug(Number(number)))
    writeFileSync(`${debug(Number(number))}/precious.txt`, 'precious')
  }
  // Its claimer was killed before it could replace the folder; another one before it could remove what it had replaced.
  const dead = JSON.stringify({ ...describeProcess(), startTime: '1' })
  writeFileSync(`${debug(1)}/.runlab-claim`, dead)
  cpSync(debug(1), project.path('results/together/.runlab-old-debug-dead'), { recursive: true })

  const pids = await runTogether('--debug', '--together')
  const runs = await Promise.all(
    readdirSync(project.path('results/together'))
      .map((name) => project.path(`results/together/${name}`))
      .filter((folder) => !existsSync(`${folder}/precious.txt`))
      .map((folder) => loadRun(folder)),
  )
  expect(numbers(runs.map((run) => run.values['pid']))).toEqual(numbers(pids))
  expect(new Set(runs.map(({ status, meta }) => `${status} ${meta.phase}`))).toEqual(new Set(['done ended']))
  for (const number of Object.keys(kept)) expect(readFileSync(`${debug(Number(number))}/precious.txt`, 'utf8')).toBe('precious')
  expect(existsSync(`${debug(1)}/.runlab-claim`)).toBe(false)
  const names = Array.from({ length: COUNT + 4 }, (_, i) => (i === 0 ? 'debug' : `debug_${i + 1}`))
  expect(readdirSync(project.path('results/together')).toSorted()).toEqual(names.toSorted())
})

function editMeta(folder: string, changes: object): void {
  const file = `${folder}/experiment_meta.json`
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }))
}

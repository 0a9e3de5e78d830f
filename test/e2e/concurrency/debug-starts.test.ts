import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { REGISTER } from '../project.ts'
import { makeProject, numbers, runTogether } from './together.ts'

/** Of eight, one in six times no two of them want the same folder at the same time. */
const COUNT = 12
const project = makeProject()
const debug = (number: number): string => project.path(`results/together/debug${number === 1 ? '' : `_${number}`}`)

/** Debug folders that are there before: four of them stay, and there are not enough others for all. */
const BEFORE = 10
const kept: Readonly<Record<number, (folder: string) => void>> = {
  3: (folder) => editMeta(folder, { debug: false }),
  5: (folder) => rmSync(`${folder}/experiment_meta.json`),
  7: (folder) => {
    editMeta(folder, { status: 'running', phase: 'run' })
    writeFileSync(`${folder}/.runlab/alive.json`, JSON.stringify(describeProcess()))
  },
  9: (folder) => writeFileSync(`${folder}/.runlab-claim`, JSON.stringify(describeProcess())),
}

test('debug runs that start at the same instant replace ended ones, and never one another or anything else', async () => {
  await makeDebugRuns()
  const pids = await runTogether(project, COUNT, '--debug', '--together', String(COUNT))
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
  const names = Array.from({ length: COUNT + Object.keys(kept).length }, (_, i) => (i === 0 ? 'debug' : `debug_${i + 1}`))
  expect(readdirSync(project.path('results/together')).toSorted()).toEqual(names.toSorted())
})

/** Debug runs that have ended, some of which are not to be touched, and what processes have left that were killed. */
async function makeDebugRuns(): Promise<void> {
  project.write('go', '')
  mkdirSync(project.path('begun'))
  mkdirSync(project.path('ready'))
  await project.node('--import', REGISTER, 'together.js', '--quiet', '--debug')
  for (let number = 2; number <= BEFORE; number++) cpSync(debug(1), debug(number), { recursive: true })
  for (const [number, prepare] of Object.entries(kept)) {
    prepare(debug(Number(number)))
    writeFileSync(`${debug(Number(number))}/precious.txt`, 'precious')
  }
  // Its claimer was killed before it could replace the folder; another one before it could remove what it had replaced.
  const dead = JSON.stringify({ ...describeProcess(), startTime: '1' })
  writeFileSync(`${debug(1)}/.runlab-claim`, dead)
  cpSync(debug(1), project.path('results/together/.runlab-old-debug-dead'), { recursive: true })
}

function editMeta(folder: string, changes: object): void {
  const file = `${folder}/experiment_meta.json`
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }))
}

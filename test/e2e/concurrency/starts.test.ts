import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listRuns } from '../../../src/archive/listing/list-runs.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { makeProject, numbers, runTogether } from './together.ts'

const COUNT = 8
const project = makeProject()

test('processes that start at the same instant leave a whole archive each, and nothing else', async () => {
  const pids = await runTogether(project, COUNT)
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

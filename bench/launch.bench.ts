/** What a trial of a sweep costs beyond its own work, which is none here; drawing is off the path. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { localLauncher } from '../src/launch/local/local-launcher.ts'
import { localMachine } from '../src/launch/local/local-machine.ts'
import { ExperimentProject, median } from './experiment-project.ts'
import type { Row } from './row.ts'

const ROUNDS = 15

const TRIAL = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.5 },
  run(e) {
    e.track('loss', e.params.rate)
    e.set('loss', e.params.rate)
  },
})
`

const IN_PROCESS = `import { experiment } from './trial.mjs'
const times = []
for (let round = 0; round < ${2 * ROUNDS}; round++) {
  const start = performance.now()
  await experiment.run({ parameters: { rate: round }, visuals: false, system: false, results: 'results' })
  times.push(performance.now() - start)
}
console.log(JSON.stringify({ median: times.slice(${ROUNDS}).toSorted((a, b) => a - b)[${ROUNDS >> 1}] }))
`

export async function measure(): Promise<readonly Row[]> {
  const project = new ExperimentProject()
  try {
    writeFileSync(join(project.folder, 'trial.mjs'), TRIAL)
    return [
      { name: 'launch: a supervised trial', value: await supervised(project.folder), unit: 'ms', bar: 250 },
      { name: 'launch: a trial in process', value: project.run(IN_PROCESS)['median'] ?? NaN, unit: 'ms', bar: 20 },
    ]
  } finally {
    project.remove()
  }
}

/** Milliseconds from when a run is asked for to its outcome, one after the other. */
async function supervised(folder: string): Promise<number> {
  process.execArgv.splice(0) // the bench's own loader is none of a run's
  const machine = { ...localMachine(), program: fileURLToPath(new URL('../dist/child.cjs', import.meta.url)) }
  const launcher = localLauncher({ machine })
  const request = { file: join(folder, 'trial.mjs'), cwd: folder, options: ['--no-visuals', '--no-system'] }
  const times: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { status, error } = await launcher.start({ ...request, parameters: { rate: { value: round } } }).ended
    if (status !== 'done') throw new Error(`a trial is ${status}: ${error}`)
    if (round > 0) times.push(performance.now() - start)
  }
  return median(times)
}

/** What the page's curves cost on the server. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CurveStore } from '../src/server/curves/curve-store.ts'
import type { CurvesTask } from '../src/server/curves/curves-task.ts'
import { packLines } from '../src/server/curves/pack-lines.ts'
import { readLines } from '../src/server/curves/read-lines.ts'
import { ExperimentProject, median } from './experiment-project.ts'
import type { Row } from './row.ts'

const BIN = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url))
const RUNS = 50

const TRACKS = `import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { points: 10, seed: 1 },
  run(e) {
    for (let step = 0; step < e.params.points; step++) e.track('loss', Math.sin(step / 1000) + Math.random())
  },
})
`

export async function measure(): Promise<readonly Row[]> {
  const project = new ExperimentProject()
  writeFileSync(join(project.folder, 'tracks.ts'), TRACKS)
  const track = (name: string, points: number): string => {
    const args = ['run', 'tracks.ts', '--name', name, '--no-visuals', '--points', String(points)]
    spawnSync(process.execPath, [BIN, ...args], { cwd: project.folder, stdio: 'ignore' })
    return join(project.folder, 'results/tracks', name)
  }
  try {
    const [million, warm] = [track('million', 1_000_000), track('warm', 200_000)]
    const store = new CurveStore()
    answerTime(store, alone([warm])) // loads and compiles
    const first = answerTime(store, alone([million]))
    const zooms = Array.from({ length: 21 }, (_, i) =>
      answerTime(store, { ...alone([million]), from: 1000 * i, to: 900_000 - 1000 * i }),
    )
    const many = Array.from({ length: RUNS }, (_, i) => track(`run-${i}`, 100_000))
    const fifty = new CurveStore()
    return [
      { name: 'page: a million points, first', value: first, unit: 'ms' },
      { name: 'page: a million points, zoomed', value: median(zooms), unit: 'ms', bar: 50 },
      { name: 'page: 50 curves of 100,000 points, first', value: answerTime(fifty, alone(many)), unit: 'ms' },
      { name: 'page: the same again', value: answerTime(fifty, alone(many)), unit: 'ms' },
      { name: 'page: the same as a group with its interval', value: answerTime(fifty, grouped(many)), unit: 'ms' },
    ]
  } finally {
    project.remove()
  }
}

const QUESTION = {
  series: 'loss',
  x: 'step',
  band: 'ci',
  smoothing: null,
  from: null,
  to: null,
  width: 420,
  draws: 1000,
} as const

function alone(folders: readonly string[]): CurvesTask {
  return { ...QUESTION, isGrouped: false, lines: folders.map((folder) => ({ id: folder, folders: [folder], held: null })) }
}

function grouped(folders: readonly string[]): CurvesTask {
  return { ...QUESTION, isGrouped: true, lines: [{ id: 'group', folders, held: null }] }
}

/** Milliseconds. */
function answerTime(store: CurveStore, task: CurvesTask): number {
  const started = performance.now()
  packLines(readLines(store, task), task)
  return performance.now() - started
}

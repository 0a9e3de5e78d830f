/** What the plots of a run cost when it has ended. */
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openRun } from '../src/archive/opening/open-run.ts'
import { drawRun } from '../src/drawing/draw-run.ts'
import { ExperimentProject, median } from './experiment-project.ts'
import type { Row } from './row.ts'

const ROUNDS = 3
const BIN = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url))

/** Waves with noise; killed when all of it is in the journal, where that is asked for. */
const TRACKS = `import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { series: 1, points: 10, dies: false },
  run(e) {
    const { series, points, dies } = e.params
    for (let step = 0; step < points; step++) {
      for (let k = 0; k < series; k++) e.track('s' + k, Math.sin(step / 1000 + k) + Math.random(), { step })
    }
    if (!dies) return
    e.series('s0')
    process.kill(process.pid, 'SIGKILL')
  },
})
`

export async function measure(): Promise<readonly Row[]> {
  const project = new ExperimentProject()
  writeFileSync(join(project.folder, 'tracks.ts'), TRACKS)
  const track = (name: string, ...args: readonly string[]): string => {
    spawnSync(process.execPath, [BIN, 'run', 'tracks.ts', '--name', name, '--no-visuals', ...args], {
      cwd: project.folder,
      stdio: 'ignore',
    })
    return join(project.folder, 'results/tracks', name)
  }
  try {
    const fifty = await secondsToDraw(track('fifty', '--series', '50', '--points', '10000'))
    const million = await secondsToDraw(track('million', '--points', '1000000'))
    const fresh = Array.from({ length: ROUNDS }, (_, i) => secondsToRecover(track(`dead-${i}`, '--points', '1000000', '--dies')))
    return [
      { name: 'plots: 50 series of 10,000 points, warm', value: fifty, unit: 's', bar: 3 },
      { name: 'plots: a series of a million, warm', value: million, unit: 's', bar: 0.5 },
      { name: 'plots: a million, recover and draw', value: median(fresh), unit: 's', bar: 1.5 },
    ]
  } finally {
    project.remove()
  }
}

/** Median of some drawings, SVG and PNG written, after one that loads the modules. */
async function secondsToDraw(folder: string): Promise<number> {
  const times: number[] = []
  for (let round = -1; round < ROUNDS; round++) {
    const started = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is measured
    const { failed } = await drawRun(openRun(folder), { rules: {} })
    if (failed.length > 0) throw new Error(failed[0])
    if (round >= 0) times.push((performance.now() - started) / 1000)
  }
  return median(times)
}

/** A run that was killed, sealed and drawn: two commands, each a process of its own. */
function secondsToRecover(folder: string): number {
  const started = performance.now()
  for (const command of [['recover', '--no-visuals'], ['draw']])
    execFileSync(process.execPath, [BIN, ...command, folder], { stdio: 'ignore' })
  return (performance.now() - started) / 1000
}

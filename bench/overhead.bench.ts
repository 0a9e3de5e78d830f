/** What runlab adds inside a process: a whole run from code, and the calls that experiments make most. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row } from './row.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Prints a JSON object of figures. Median of nine, nanoseconds a call. */
const PROGRAM = `
import { defineExperiment } from 'runlab'

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const perCall = (count, body) => median(Array.from({ length: 9 }, () => {
  const started = performance.now()
  body(count)
  return ((performance.now() - started) * 1e6) / count
}))
const draw = (count) => { let sum = 0; for (let i = 0; i < count; i++) sum += Math.random(); return sum }

const figures = { plainRandom: perCall(1e6, draw) }
const empty = defineExperiment(import.meta, { run() {} })
const calls = defineExperiment(import.meta, {
  run(e) {
    figures.random = perCall(1e6, draw)
    figures.ownRandom = perCall(1e6, (count) => { let sum = 0; for (let i = 0; i < count; i++) sum += e.random.uniform(); return sum })
    let key = 0
    figures.set = perCall(1e4, (count) => { for (let i = 0; i < count; i++) e.set('values/' + key++, i) })
    figures.progress = perCall(1e5, (count) => { for (const _ of e.progress(count)); })
    figures.log = perCall(1e3, (count) => { for (let i = 0; i < count; i++) e.log('a line of text', i) })
  },
})
const write = process.stdout.write
process.stdout.write = () => true
await calls.run()
const times = []
for (let round = 0; round < 12; round++) {
  const started = performance.now()
  await empty.run()
  if (round > 1) times.push(performance.now() - started)
}
process.stdout.write = write
console.log(JSON.stringify({ ...figures, run: median(times) }))
`

export async function measure(): Promise<readonly Row[]> {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'ignore' })
  const project = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  try {
    mkdirSync(join(project, 'node_modules'))
    symlinkSync(root, join(project, 'node_modules/runlab'), 'dir')
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(project, 'overhead.mjs'), PROGRAM)
    const figures = JSON.parse(execFileSync(process.execPath, ['overhead.mjs'], { cwd: project, encoding: 'utf8' }))
    return [
      { name: 'overhead: an empty experiment.run()', value: figures.run, unit: 'ms' },
      { name: 'overhead: Math.random outside of a run', value: figures.plainRandom, unit: 'ns' },
      { name: 'overhead: Math.random in a run', value: figures.random, unit: 'ns' },
      { name: 'overhead: e.random.uniform()', value: figures.ownRandom, unit: 'ns' },
      { name: 'overhead: e.set of a number', value: figures.set, unit: 'ns' },
      { name: 'overhead: a step of e.progress', value: figures.progress, unit: 'ns' },
      { name: 'overhead: e.log of a line', value: figures.log, unit: 'ns' },
    ]
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

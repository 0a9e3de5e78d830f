/** What tracking costs, what it keeps in memory and on disk, and how long sealing and reading take. */
import { ExperimentProject, median } from './experiment-project.ts'
import type { Row } from './row.ts'

const ROUNDS = 3

/** Nanoseconds a call, over ten million points each, in a run: what the thread writes meanwhile is in it. */
const CALLS = `
import { defineExperiment } from 'runlab'
const per = (points, body) => { const started = performance.now(); body(); return ((performance.now() - started) * 1e6) / points }
const N = 5_000_000
const figures = {}
await defineExperiment(import.meta, {
  run(e) {
    for (let i = 0; i < 1e5; i++) e.track('warm', i)
    figures.one = per(N, () => { for (let i = 0; i < N; i++) e.track('loss', i * 0.5) })
    const names = Array.from({ length: 100 }, (_, i) => 'series/' + i)
    figures.hundred = per(N, () => { for (let i = 0; i < N / 100; i++) for (const name of names) e.track(name, i) })
    figures.batch = per(N, () => { for (let i = 0; i < N / 4; i++) e.track({ loss: i, accuracy: i, rate: i, norm: i }, { step: i }) })
    figures.context = per(N, () => { for (let i = 0; i < N; i++) e.track('loss', i, { context: { split: 'val' } }) })
    figures.burst = per(1000, () => { for (let i = 0; i < 1000; i++) e.track('loss', i) })
  },
}).run()
console.log(JSON.stringify(figures))
`

/** Highest resident memory of the process, in bytes, with and without tracking. */
const MEMORY = `
import { defineExperiment } from 'runlab'
const isTracking = process.argv[2] === 'track'
let sum = 0
await defineExperiment(import.meta, {
  run(e) {
    for (let i = 0; i < 10_000_000; i++) { const value = Math.sin(i); sum += value; if (isTracking) e.track('loss', value) }
  },
}).run()
console.log(JSON.stringify({ memory: process.resourceUsage().maxRSS * 1024, sum }))
`

/** A million random values of one series, tracked as fast as it goes: sealed, then read in a fresh process. */
const MILLION = `
import { defineExperiment } from 'runlab'
import { statSync } from 'node:fs'
import { join } from 'node:path'
const run = await defineExperiment(import.meta, {
  run(e) { for (let i = 0; i < 1_000_000; i++) e.track('loss', Math.random()) },
}).run({ name: process.argv[2] })
const { size } = statSync(join(run.folder, 'tracked/series.parquet'))
console.log(JSON.stringify({ bytes: (size + statSync(join(run.folder, '.runlab/series.jsonl')).size) / 1e6 }))
`
const SEAL = `
import { cpSync, rmSync } from 'node:fs'
import { defineExperiment } from 'runlab'
let started = 0
const run = await defineExperiment(import.meta, {
  run(e) { for (let i = 0; i < 1_000_000; i++) e.track('loss', Math.random()); e.series('loss'); started = performance.now() },
}).run()
console.log(JSON.stringify({ all: performance.now() - started }))
`
const EMPTY_END = `
import { defineExperiment } from 'runlab'
let started = 0
await defineExperiment(import.meta, { run(e) { started = performance.now() } }).run()
console.log(JSON.stringify({ all: performance.now() - started }))
`
const READ = `
import { loadRun } from 'runlab'
const run = await loadRun('results/program/' + process.argv[2])
const started = performance.now()
const series = run.series('loss')
const { values } = series
const first = performance.now()
if (process.argv[3] === 'all') { series.steps; series.times }
console.log(JSON.stringify({ values: first - started, all: performance.now() - started, count: values.length }))
`

/** Ten thousand series of a hundred points each. */
const MANY = `
import { defineExperiment, loadRun } from 'runlab'
const started = performance.now()
let written = 0
const run = await defineExperiment(import.meta, {
  run(e) {
    for (let step = 0; step < 100; step++) for (let i = 0; i < 10_000; i++) e.track('layer/' + i, step)
    written = performance.now()
  },
}).run()
const sealed = performance.now()
const fresh = await loadRun(run.folder)
const count = fresh.tracked.length
const listed = performance.now()
fresh.series('layer/9999').values
const read = performance.now()
console.log(JSON.stringify({ write: written - started, seal: sealed - written, list: listed - sealed, read: read - listed, count }))
`

/** Tracks without a pause for twenty seconds, as many series as its argument says: more than can be compacted meanwhile. */
const NO_PAUSE = `
import { defineExperiment, loadRun } from 'runlab'
const names = Array.from({ length: Number(process.argv[3]) }, (_, i) => 'layer/' + i)
let count = 0
let written = 0
const run = await defineExperiment(import.meta, {
  run(e) {
    for (const end = performance.now() + 20_000; performance.now() < end; )
      for (const name of names) e.track(name, count++)
    written = performance.now()
  },
}).run()
console.log(JSON.stringify({ seconds: (performance.now() - written) / 1000, millions: count / 1e6 }))
`

export async function measure(): Promise<readonly Row[]> {
  const project = new ExperimentProject()
  const rounds = <T>(body: (round: number) => T): readonly T[] => Array.from({ length: ROUNDS }, (_, round) => body(round))
  const middle = (all: readonly Readonly<Record<string, number>>[], key: string): number =>
    median(all.map((figures) => figures[key] ?? Number.NaN))
  try {
    const calls = rounds(() => project.run(CALLS))
    const memory = rounds(() => ({
      more: ((project.run(MEMORY, 'track')['memory'] ?? Number.NaN) - (project.run(MEMORY)['memory'] ?? Number.NaN)) / 2 ** 20,
    }))
    const million = rounds((round) => project.run(MILLION, `million-${round}`))
    const seal = rounds(() => ({
      seal: (project.run(SEAL)['all'] ?? Number.NaN) - (project.run(EMPTY_END)['all'] ?? Number.NaN),
    }))
    const reads = rounds((round) => project.run(READ, `million-${round}`, 'all'))
    const many = rounds(() => project.run(MANY))
    const noPause = [100, 1000, 10_000].map((series) => ({ series, figures: project.run(NO_PAUSE, 'no-pause', String(series)) }))
    return [
      { name: 'track: a number, one series', value: middle(calls, 'one'), unit: 'ns', bar: 500 },
      { name: 'track: a number, 100 series', value: middle(calls, 'hundred'), unit: 'ns', bar: 500 },
      { name: 'track: a number of a batch of four', value: middle(calls, 'batch'), unit: 'ns', bar: 500 },
      { name: 'track: a number with a context', value: middle(calls, 'context'), unit: 'ns', bar: 500 },
      { name: 'track: a number of a burst of 1,000', value: middle(calls, 'burst'), unit: 'ns' },
      { name: 'track: memory for 10 million points', value: middle(memory, 'more'), unit: 'MB', bar: 150 },
      { name: 'track: bytes a sealed point', value: middle(million, 'bytes'), unit: 'B', bar: 9 },
      { name: 'track: sealing 1 million points', value: middle(seal, 'seal'), unit: 'ms', bar: 700 },
      { name: 'track: reading 1 million values', value: middle(reads, 'values'), unit: 'ms', bar: 150 },
      { name: 'track: reading them with steps and times', value: middle(reads, 'all'), unit: 'ms', bar: 400 },
      { name: 'track: 10,000 series of 100 points, tracked', value: middle(many, 'write'), unit: 'ms' },
      { name: 'track: 10,000 series, sealed', value: middle(many, 'seal'), unit: 'ms' },
      { name: 'track: 10,000 series, listed', value: middle(many, 'list'), unit: 'ms' },
      { name: 'track: one of 10,000 series, read', value: middle(many, 'read'), unit: 'ms' },
      ...noPause.flatMap(({ series, figures: { millions = Number.NaN, seconds = Number.NaN } }) => [
        { name: `track: ${series} series, 20 s without a pause`, value: millions, unit: 'M points' },
        { name: `track: ${series} series, sealed after that`, value: seconds, unit: 's' },
      ]),
    ]
  } finally {
    project.remove()
  }
}

/** What runlab adds to starting and ending a program: an empty experiment against the same text without runlab. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row } from './row.ts'

const ROUNDS = 15
const root = fileURLToPath(new URL('..', import.meta.url))
const LOADER = import.meta.resolve('@oxc-node/core/register')

const EXPERIMENT = `import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { numWords: 50 },
  async run(e) {
    e.log('done', e.params.numWords)
  },
})
experiment.runIfMain()
`
/** The experiment's text, with what it takes from runlab written by hand. */
const BARE = `const defineExperiment = <P>(meta: ImportMeta, definition: { parameters: P; run(e: { params: P; log: typeof console.log }): unknown }) => ({
  runIfMain: () => void definition.run({ params: definition.parameters, log: console.log }),
})

export const experiment = defineExperiment(import.meta, {
  parameters: { numWords: 50 },
  async run(e) {
    e.log('done', e.params.numWords)
  },
})
experiment.runIfMain()
`

export async function measure(): Promise<readonly Row[]> {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'ignore' })
  const project = createProject()
  try {
    const times = measureInterleaved(project, {
      bare: ['--import', LOADER, 'bare.ts'],
      command: ['node_modules/runlab/dist/bin.cjs', 'run', 'empty.ts', '--results', 'results'],
      inProcess: ['--import', 'runlab/register', 'empty.ts', '--results', 'results'],
    })
    return [
      { name: 'startup: the bare loader', value: median(times.bare), unit: 'ms' },
      { name: 'startup: runlab run, empty experiment', value: median(times.command), unit: 'ms' },
      { name: 'startup: runlab run / bare loader', value: ratio(times.command, times.bare), unit: 'times', bar: 2.2 },
      { name: 'startup: in process, empty experiment', value: median(times.inProcess), unit: 'ms' },
      { name: 'startup: in process / bare loader', value: ratio(times.inProcess, times.bare), unit: 'times', bar: 2 },
    ]
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

/** A project with the package installed as users have it: loaders look at what lies in node_modules in another way than at the rest. */
function createProject(): string {
  const project = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-bench-'))
  const installed = join(project, 'node_modules/runlab')
  mkdirSync(installed, { recursive: true })
  for (const name of ['dist', 'assets', 'package.json']) cpSync(join(root, name), join(installed, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'), 'dir')
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'empty.ts'), EXPERIMENT)
  writeFileSync(join(project, 'bare.ts'), BARE)
  return project
}

/** Milliseconds of whole processes, taken in turn so that a slow moment meets all of them; the first round is not counted. */
function measureInterleaved<K extends string>(
  cwd: string,
  commands: Readonly<Record<K, readonly string[]>>,
): Record<K, number[]> {
  const names = Object.keys(commands) as K[]
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const started = performance.now()
      execFileSync(process.execPath, commands[name], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
      if (round > 0) times[name].push(performance.now() - started)
    }
  }
  return times
}

/** The median of the rounds' ratios: what slows a whole round down does not count. */
function ratio(times: readonly number[], others: readonly number[]): number {
  return median(times.map((time, round) => time / (others[round] ?? NaN)))
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2
}

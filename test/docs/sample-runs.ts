import { localLauncher } from '../../src/launch/local/local-launcher.ts'
import { localMachine } from '../../src/launch/local/local-machine.ts'
import { chmodSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { BIN, Project } from '../e2e/project.ts'

/** Leaves everything that a run can leave: every kind of parameter source, artifact, input, series, captured file and link. */
const EVERYTHING = `/** Leaves everything that a run can leave. */
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audio, defineExperiment, histogram, image, param } from 'runlab'
import { two } from 'mylib'
import { one } from './lib.ts'
// Not to be archived: correct horse battery staple

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** How many. */
    count: one + two,
    words: param.path('./words.txt'),
    limit: param.optional(param.number(1, { unit: 's' })),
    key: param.secret({ env: 'SECRET_KEY', optional: true }),
  },
  visuals: { note: { title: 'Notes' } },
  results: ['metrics/loss', { name: 'loss', direction: 'min', unit: 'nats' }],
  derived: { twice: (p) => p.count * 2 },
  hooks: {
    /** Does nothing. */
    nothing: (_e, value: number) => value,
  },
  async run(e) {
    e.set('metrics/loss', await e.call('nothing', Number.NaN))
    e.log('hello')
    e.tag('paper')
    e.note('looks right')
    await import(['./la', 'te.ts'].join(''))
    e.track('loss', 0.5)
    e.track('loss', 0.25, { context: { split: 'val' } })
    e.track('note', 'begins')
    e.track('weights', histogram([1, 2, 3]))
    e.track('loss', 'no number')
    e.set('known', e.tracked.length) // what was tracked is in the journal
    e.track('samples', image({ data: [0, 0.5, 0.5, 1], width: 2, height: 2 }))
    e.track('tone', audio(new Float32Array(800), { rate: 8000 }))
    e.set('known', e.tracked.length)
    const journal = join(e.folder, '.runlab/tracking')
    await e.commit('seen/definitions.jsonl', readFileSync(join(journal, 'main.series.jsonl')))
    await e.commit('seen/records.jsonl', readFileSync(join(journal, 'main-000001.jsonl')))
    await e.commit('seen/frames.points', readFileSync(join(journal, 'main-000001.points')))
    await e.plot('mine', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    await e.use('words.txt')
    await e.commit('seen/files.json', readdirSync(e.folder, { recursive: true }))
    await e.commit('seen/alive.json', readFileSync(join(e.folder, '.runlab/alive.json')))
    e.createWriteStream('stream.log').write('not closed')
    await e.commit('gone.txt', 'removed again')
    rmSync(e.path('gone.txt'))
    writeFileSync(e.path('large.bin'), '')
    truncateSync(e.path('large.bin'), 1_000_000_001) // takes no room on the disk
  },
  analyses: {
    async later(e) {
      if (e.ending === null) return
      e.set('late', true)
      await e.commit('late.txt', 'late')
      await e.plot('late', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    },
  },
})
`

/** Extends it, with what only a config and a mixin leave. */
const CONFIG = `extend: ./experiment.ts
include: ./notify.mixin.ts
namespace: experiment
parameters:
  count: \${COUNT:-4}
`

const NOTIFY = `import { defineMixin } from 'runlab'
export const notify = defineMixin(import.meta, { implement: { nothing: { replace: (_e, value) => value } } })
`

/** Throws in a hook. */
const THROWING = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { n: 1 },
  testing: { n: 2 },
  implement: {
    beforeRun: () => { throw new Error('no room') },
  },
  run() {},
})
`

/** Throws where nobody can catch it, and has made one of runlab's files unwritable. */
const FAILING = `import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    mkdirSync(join(e.folder, '.runlab/artifacts.jsonl'))
    writeFileSync(e.path('not-listed.txt'), 'x')
    setTimeout(() => {
      throw Object.assign(new RangeError('outer', { cause: new TypeError('inner') }), { code: 'E_SAMPLE' })
    })
    await sleep(2 ** 30)
  },
})
`

/** Dies, and leaves a file that is in no list. */
const DYING = `import { writeFileSync } from 'node:fs'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { tries: 1 },
  run(e) {
    writeFileSync(e.path('half.txt'), 'half')
    process.kill(process.pid, 'SIGKILL')
  },
})
`

/** A finished run: its folder, and what its process left beside it. */
export interface SampleRun {
  readonly folder: string
  read(name: string): string
  json(name: string): any
  /** The objects of a `.jsonl` file. */
  lines(name: string): any[]
  /** Every file, with `/`. */
  files(): string[]
}

/** A project for `runEverything`. To be made outside of tests and hooks, so that it is removed after them. */
export function everythingProject(): Project {
  return new Project({
    'package.json': '{ "name": "sample", "type": "module" }',
    'package-lock.json': '{}',
    'experiment.ts': '// committed\n',
    'experiment.yml': CONFIG,
    'notify.mixin.ts': NOTIFY,
    'lib.ts': 'export const one = 1\n',
    'late.ts': 'export const late = 3\n',
    'words.txt': 'a b c\n',
    'mylib/package.json': '{ "name": "mylib", "type": "module", "exports": "./index.js" }',
    'mylib/index.js': 'export const two = 2\n',
    'bin/nvidia-smi': '#!/bin/sh\necho "NVIDIA Sample, 40960 MiB, 535.54.03"\n',
    '.gitignore': 'node_modules\n',
  })
}

/** A run in a checkout with changes, on a machine that seems to have a GPU. */
export async function runEverything(project: Project): Promise<SampleRun> {
  chmodSync(project.path('bin/nvidia-smi'), 0o755)
  symlinkSync('../mylib', project.path('node_modules/mylib'))
  const git = async (...args: string[]): Promise<unknown> =>
    await project.spawn('git', ['-c', 'user.name=x', '-c', 'user.email=x', ...args])
  await git('init', '-q', '-b', 'main')
  await git('remote', 'add', 'origin', 'https://user:password@example.org/sample.git')
  await git('add', '.')
  await git('commit', '-q', '-m', 'sample')
  project.write('experiment.ts', EVERYTHING)
  const env = { SECRET_KEY: 'correct horse battery staple', PATH: [project.path('bin'), process.env['PATH']].join(delimiter) }
  const outcome = await project.spawn(process.execPath, [BIN, 'run', 'experiment.yml', '--count', '5'], env)
  const analysed = await project.runlab('analyse', 'latest')
  if (analysed.code !== 0) throw new Error(`the analysis of the sample run gave exit code ${analysed.code}:\n${analysed.stderr}`)
  return await finished(project, outcome, 0)
}

/** A project for `runFailing`, as above. */
export function failingProject(): Project {
  return new Project({ 'experiment.ts': FAILING })
}

/** A run that throws, outside of any checkout. */
export async function runFailing(project: Project): Promise<SampleRun> {
  return await finished(project, await project.runlab('run', 'experiment.ts'), 1)
}

const UNSTEADY = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { count: 1, offset: 0 },
  run(e) {
    e.set('count', e.params.count)
    e.track('count', e.params.count, { step: 7 })
  },
})
`

/** A project for `runThrowing`, as above. */
export function throwingProject(): Project {
  return new Project({ 'experiment.ts': THROWING })
}

/** A run in which a hook throws. */
export async function runThrowing(project: Project): Promise<SampleRun> {
  return await finished(project, await project.runlab('run', 'experiment.ts', '--testing'), 1)
}

/** A project for `runRepeated`, as above. */
export function repeatedProject(): Project {
  return new Project({ 'experiment.ts': UNSTEADY })
}

/** A run that repeats another, and gives something else. */
export async function runRepeated(project: Project): Promise<SampleRun> {
  await project.runlab('run', 'experiment.ts', '--namespace', 'original', '--offset', '3')
  return await finished(project, await project.runlab('rerun', 'latest', '--namespace', 'experiment', '--count', '2'), 4)
}

const ENDLESS = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  verify: { count: { relative: 1e-6 }, 'offset/*': { absolute: 0.5 } },
  async run(e) {
    while (!e.signal.aborted) await new Promise((later) => setTimeout(later, 5))
  },
})
`

/** A project for `runStopped`, as above. */
export function stoppedProject(): Project {
  return new Project({ 'experiment.ts': ENDLESS })
}

/** A trial of a sweep that is stopped. */
export async function runStopped(project: Project): Promise<SampleRun> {
  const launcher = localLauncher({ machine: { ...localMachine(), program: join(BIN, '../child.cjs') } })
  const origin = { parent: 'study/2026-01-01_00-00-00_abcd', sweep: 'night', trial: 3 }
  const file = project.path('experiment.ts')
  const run = launcher.start({ file, origin, results: project.path('results'), cwd: project.folder })
  await run.begun
  run.stop('it is worse than the others')
  const { exitCode, error } = await run.ended
  return await finished(project, { code: exitCode, stderr: String(error) }, 143)
}

/** A project for `runRecovered`, as above. */
export function recoveredProject(): Project {
  return new Project({ 'experiment.ts': DYING })
}

/** A run whose process died, and that was recovered. */
export async function runRecovered(project: Project): Promise<SampleRun> {
  const outcome = await project.runlab('run', 'experiment.ts')
  await project.runlab('recover', 'latest')
  await project.runlab('modify', 'latest', 'params.tries = 2')
  return await finished(project, outcome, 137)
}

async function finished(project: Project, outcome: { code: number | null; stderr: string }, code: number): Promise<SampleRun> {
  if (outcome.code !== code) throw new Error(`the sample run gave exit code ${outcome.code}:\n${outcome.stderr}`)
  const folder = project.path(project.onlyRun('experiment'))
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return {
    folder,
    read,
    json: (name) => JSON.parse(read(name)),
    lines: (name) =>
      read(name)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    files: () =>
      entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  }
}

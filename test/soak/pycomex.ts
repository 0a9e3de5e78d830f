/**
 * PyComex's own tools over an archive of runlab: what its commands say of it, what runlab says of what they have changed, and that a
 * ZIP of theirs comes back. Installs PyComex 0.29 into `.cache/pycomex`, which takes a minute and needs Python.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openArchive } from '../../src/index.ts'
import { COMMAND, makeProject } from './project.ts'
import type { Finding } from './run.ts'

const environment = fileURLToPath(new URL('../../.cache/pycomex', import.meta.url))

const STUDY = `import { defineExperiment, param } from 'runlab'

/** Fits nothing, and tracks it. */
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1, ending: param.choice(['done', 'throw', 'kill']) },
  async run(e) {
    for (let step = 0; step < 5; step++) e.track('loss', e.params.rate / (step + 1))
    e.set('metrics/loss', e.params.rate)
    await e.commit('notes.txt', 'written by the run')
    if (e.params.ending === 'throw') throw new Error('as asked for')
    if (e.params.ending === 'kill') process.kill(process.pid, 'SIGKILL')
  },
})
`
const RUNS = [
  ['one', '--rate', '0.1'],
  ['two', '--rate', '0.5'],
  ['failed', '--ending', 'throw'],
  ['killed', '--ending', 'kill'],
] as const

/** A command of `pycomex archive`, and what of its answer is looked for. */
const LOOKS: readonly (readonly [args: readonly string[], answer: RegExp])[] = [
  [['list'], /✅ .*\/study\/one .*✅ .*\/study\/two .*❌ .*\/study\/failed .*❌ .*\/study\/killed /s],
  [['list', '--select', "p['rate'] > 0.2"], /Found 1 experiments.*✅ .*\/study\/two /s],
  [['list', '--select', "m['has_error']"], /Found 1 experiments.*❌ .*\/study\/failed /s],
  [['tail'], /❌ crashed \(study\/killed\).*❌ failed \(Error\) \(study\/failed\).*✅ completed \(study\/two\).*Fits nothing/s],
  [['overview'], /Total Experiments: 4.*Successful: 2.*Failed: 2.*Error: 1/s],
  [['info'], /Total Experiments: 4.*Successful: 2.*Failed: 2.*Error: 1/s],
  [['scan', '--group', "p['rate']"], /0\.1 +3 +1\/3.*0\.5 +1 +1\/1/s],
]

const LOAD = `import sys
from pycomex.functional.experiment import Experiment
print(Experiment.load(sys.argv[1]).parameters)
`

export async function soakPycomex(): Promise<readonly Finding[]> {
  if (!install()) return [{ what: 'PyComex', value: 'not installed', isFault: true }]
  const project = makeProject({ 'study.ts': STUDY })
  const { folder } = project
  const call = (program: string, ...args: readonly string[]): Answer => run(folder, program, args)
  const runlab = (...args: readonly string[]): Answer => call(process.execPath, COMMAND, ...args)
  const pycomex = (...args: readonly string[]): Answer =>
    call(join(environment, 'bin/pycomex'), 'archive', '--path', 'results', ...args)
  try {
    for (const [name, ...flags] of RUNS) runlab('run', 'study.ts', '--quiet', '--name', name, ...flags)
    const findings: Finding[] = [
      { what: `pycomex, ${call(join(environment, 'bin/pycomex'), '--version').text.trim()}`, value: '' },
    ]
    const say = (what: string, isFine: boolean): void =>
      void findings.push({ what, value: isFine ? 'works' : 'does not', isFault: !isFine })
    for (const [args, answer] of LOOKS) {
      const { code, text } = pycomex(...args)
      say(`archive ${args.join(' ')}`, code === 0 && answer.test(text))
    }
    const packed = pycomex('compress', '--all', '--name', 'all.zip')
    say(
      'archive compress --all, then runlab import',
      packed.code === 0 && runlab('import', 'all.zip', '--results', 'brought').code === 0,
    )
    say('  the runs in it are whole', (await ratesIn(join(folder, 'brought'))).length === 4 && isWhole(runlab, 'brought'))
    pycomex('modify', '--all', '--modify-parameters', "p['rate'] *= 2")
    say("archive modify, p['rate'] *= 2", String(await ratesIn(join(folder, 'results'))) === '0.2,0.2,0.2,1')
    say('  the runs are whole after it', isWhole(runlab, 'results'))
    pycomex('delete', '--select', "p['rate'] > 0.9", '--yes')
    say("archive delete --select p['rate'] > 0.9", String(await ratesIn(join(folder, 'results'))) === '0.2,0.2,0.2')
    const loaded = call(join(environment, 'bin/python'), '-c', LOAD, join(folder, 'results/study/one'))
    findings.push({
      what: 'Experiment.load, which imports experiment_code.py',
      value: loaded.code === 0 ? 'works' : 'not possible',
    })
    return findings
  } finally {
    project.remove()
  }
}

interface Answer {
  readonly code: number | null
  readonly text: string
}

function run(cwd: string, program: string, args: readonly string[]): Answer {
  const { status, stdout } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '200', NO_COLOR: '1' },
  })
  return { code: status, text: stdout ?? '' }
}

function install(): boolean {
  const mark = join(environment, 'installed') // what was interrupted has none
  if (existsSync(mark)) return true
  rmSync(environment, { recursive: true, force: true })
  const steps = [
    ['python3', '-m', 'venv', environment],
    [join(environment, 'bin/python'), '-m', 'pip', 'install', '--quiet', 'pycomex==0.29.*'],
  ] as const
  const isThere = steps.every(
    ([program, ...args]) => spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0,
  )
  if (isThere) writeFileSync(mark, '')
  return isThere
}

async function ratesIn(archive: string): Promise<readonly number[]> {
  const { rows } = await openArchive(archive).table({ columns: ['params.rate'] })
  return rows.map(({ rate }) => Number(rate)).toSorted((a, b) => a - b)
}

const isWhole = (runlab: (...args: readonly string[]) => Answer, archive: string): boolean =>
  runlab('verify', '--all', '--results', archive).code === 0

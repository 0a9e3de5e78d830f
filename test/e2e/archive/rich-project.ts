import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Project } from '../project.ts'

export const SECRET = 'sk-0123456789-very-secret'

const EXPERIMENT = `/**
 * Measures what a run leaves.
 *
 * In two paragraphs, of which the first is the short one.
 */
import { defineExperiment, param } from 'runlab'
import { double } from '../lib/double.ts'
import { readRun } from '../lib/read-run.ts'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** How many there are. */
    count: param.integer(3, { min: 1 }),
    rate: 0.5,
    limit: param.number(Infinity),
    optimizer: param.choice(['adam', 'sgd']),
    sizes: [1, 2],
    dataset: param.path('../data/words.txt'),
    apiKey: param.secret({ env: 'RUNLAB_TEST_KEY' }),
  },
  derived: { doubled: (p) => double(p.count) },
  hooks: {
    /** May drop words. */
    filterWords: (e, words: string[]) => words.filter((word) => word !== 'blue'),
  },
  implement: { beforeRun: (e) => e.log('before') },
  async run(e) {
    e.set('metrics/accuracy', 0.75)
    e.set('metrics/draws', [Math.random(), e.random.uniform()])
    e.set('special', { map: new Map([[1, { a: NaN }]]), when: new Date(0), big: 2n ** 70n, seen: new Set(['x', -0]) })
    e.set('words', await e.call('filterWords', ['red', 'blue']))
    await e.commit('notes/first.txt', 'first\\n')
    await e.commit('table.json', { rows: [1, Infinity] })
    await e.use('data')
    e.log('the key is', e.params.apiKey)
    console.error('to the other stream')
    const before = await readRun(e)
    await e.commit('live.json', before)
  },
})

experiment.runIfMain()
`

/** A project of its own checkout, with changes that are not committed, and an experiment that uses most of what there is. */
export function richProject(): Project {
  const project = new Project({
    'package.json': '{ "name": "rich-project", "type": "module" }',
    'package-lock.json': '{ "lockfileVersion": 3 }',
    'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
    '.gitignore': 'node_modules\nresults\n.env\n',
    '.env': `RUNLAB_TEST_KEY=${SECRET}\n`,
    'src/data/words.txt': 'red\ngreen\n',
    'data/a.bin': 'aa',
    'data/b/c.bin': 'cc',
    'src/lib/double.ts': 'export const double = (n: number): number => n * 3\n',
    'src/lib/read-run.ts': readFileSync(new URL('./read-run.ts', import.meta.url), 'utf8'),
    'src/experiments/rich.ts': EXPERIMENT,
  })
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: project.folder, stdio: 'pipe' })
  git('init', '--quiet', '--initial-branch=trunk')
  git('remote', 'add', 'origin', 'https://someone:ghp_0123456789@example.org/rich.git')
  git('add', '.')
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '--message', 'first')
  project.write('src/lib/double.ts', 'export const double = (n: number): number => n * 2\n')
  project.write('untracked.txt', 'new\n')
  return project
}

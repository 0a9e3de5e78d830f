import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { Project } from '../project.ts'

const ENTRY = `
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { defineExperiment } from 'runlab'
import { fromAbove } from '../../../shared/from-above.ts'
import { byPath } from '@lib/by-path.ts'
import facts from './facts.json' with { type: 'json' }
import { twice } from 'linked'
import installed from 'installed'

const require = createRequire(import.meta.url)
const old = require('./old.cjs')
const { lazy } = await import('./lazy.ts')

export default defineExperiment(import.meta, {
  parameters: { which: 'one' },
  async run(e) {
    const { late } = await import(\`./late-\${e.params.which}.ts\`)
    const older = require(['./late', 'old.cjs'].join('-'))
    const worker = new Worker(new URL('./' + 'worker-task.ts', import.meta.url))
    const child = fork(new URL(['./fork', 'task.ts'].join('-'), import.meta.url))
    const answers = await Promise.all([once(worker, 'message'), once(child, 'message')])
    e.set('parts', [fromAbove, byPath, facts.answer, twice(2), installed, old, lazy, late, older, ...answers.map(([answer]) => answer)])
    e.set('draws', [Math.random(), e.random.normal(), old.length + Math.random()])
  },
})
`

const FILES = {
  'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
  'package-lock.json': '{ "lockfileVersion": 3 }',
  '.git/HEAD': '',
  '.env': 'KEY=never-to-be-seen\n',
  'shared/from-above.ts': "import './deeper/side-effect.js'\nexport const fromAbove: string = 'from above'\n",
  'shared/deeper/side-effect.js': '',
  'apps/study/package.json': '{ "type": "module" }',
  'apps/study/tsconfig.json':
    '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
  'tsconfig.base.json': '{ "compilerOptions": { "strict": true } }',
  'apps/study/lib/by-path.ts': "export const byPath = 'by path'\n",
  'apps/study/src/main.ts': ENTRY,
  'apps/study/src/.env': 'KEY=never-to-be-seen\n',
  'apps/study/src/facts.json': '{ "answer": 42 }',
  'apps/study/src/old.cjs': "module.exports = 'old'\n",
  'apps/study/src/lazy.ts': "export const lazy = 'lazy'\n",
  'apps/study/src/late-one.ts': "import { helps } from './late-helper.ts'\nexport const late = 'late ' + helps\n",
  'apps/study/src/late-helper.ts': "export const helps = 'with help'\n",
  'apps/study/src/late-old.cjs': "module.exports = 'late and old'\n",
  'apps/study/src/worker-task.ts': `import { once } from 'node:events'
import { createRequire } from 'node:module'
import { parentPort, Worker } from 'node:worker_threads'
const { place } = await import('./worker' + '-late.ts')
const older = createRequire(import.meta.url)('./worker' + '-old.cjs')
const [nested] = await once(new Worker(new URL('./nested' + '-task.ts', import.meta.url)), 'message')
parentPort!.postMessage([place, older, nested].join())
`,
  'apps/study/src/worker-late.ts': "export const place: string = 'the worker'\n",
  'apps/study/src/worker-old.cjs': "module.exports = 'its past'\n",
  'apps/study/src/nested-task.ts': `import { parentPort } from 'node:worker_threads'
const { place } = await import('./nested' + '-late.ts')
parentPort!.postMessage(place)
`,
  'apps/study/src/nested-late.ts': "export const place: string = 'its own worker'\n",
  'apps/study/src/fork-task.ts': `import { answer } from './fork-answer.ts'
const { more } = await import('./fork' + '-late.ts')
process.send!(answer + more)
`,
  'apps/study/src/fork-late.ts': "export const more: string = ', late'\n",
  'apps/study/src/fork-answer.ts': "export const answer = 'from the fork'\n",
  'apps/study/src/unused.ts': '',
  'packages/linked/package.json': '{ "name": "linked", "type": "module", "exports": "./index.js" }',
  'packages/linked/index.js': "export { twice } from './twice.js'\n",
  'packages/linked/twice.js': 'export const twice = (n) => 2 * n\n',
  'node_modules/installed/package.json': '{ "name": "installed", "type": "module", "exports": "./index.js" }',
  'node_modules/installed/index.js': "export default 'installed'\n",
}

/** What the experiment makes of all that it loads. */
const PARTS = [
  'from above',
  'by path',
  42,
  4,
  'installed',
  'old',
  'lazy',
  'late with help',
  'late and old',
  'the worker,its past,its own worker',
  'from the fork, late',
]

let project: Project
let run = ''

beforeAll(async () => {
  project = new Project(FILES)
  symlinkSync('../packages/linked', project.path('node_modules/linked'))
  const { code, stderr } = await project.runlab('run', 'apps/study/src/main.ts', '--seed', '11', '--quiet')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  run = project.onlyRun('apps/study/src/main')
})

const filesIn = (folder: string): string[] =>
  readdirSync(project.path(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.path(folder).length + 1))
    .toSorted()

describe('code/', () => {
  test('holds the entry and every local file that it loads, in the tree of the project', () => {
    expect(project.json(`${run}/experiment_data.json`).parts).toEqual(PARTS)
    expect(filesIn(`${run}/code`)).toEqual(
      Object.keys(FILES)
        .filter((name) => !/^node_modules|\.env$|^\.git|unused/.test(name))
        .toSorted(),
    )
    for (const name of filesIn(`${run}/code`)) expect(project.read(`${run}/code/${name}`)).toBe(project.read(name))
  })

  test('marks what was loaded by a name that nobody could foresee as late', async () => {
    const { snapshot } = await loadRun(project.path(run))
    const roles = Object.fromEntries(snapshot!.files.map(({ path, role }) => [path, role]))
    expect(snapshot).toMatchObject({ entry: 'apps/study/src/main.ts', root: '.', unresolved: [] })
    expect(roles).toEqual({
      'apps/study/src/main.ts': 'entry',
      'apps/study/lib/by-path.ts': 'import',
      'apps/study/package.json': 'project',
      'apps/study/src/facts.json': 'import',
      'apps/study/src/fork-answer.ts': 'late',
      'apps/study/src/fork-late.ts': 'late',
      'apps/study/src/fork-task.ts': 'late',
      'apps/study/src/late-helper.ts': 'late',
      'apps/study/src/late-old.cjs': 'late',
      'apps/study/src/late-one.ts': 'late',
      'apps/study/src/lazy.ts': 'import',
      'apps/study/src/nested-late.ts': 'late',
      'apps/study/src/nested-task.ts': 'late',
      'apps/study/src/old.cjs': 'import',
      'apps/study/src/worker-late.ts': 'late',
      'apps/study/src/worker-old.cjs': 'late',
      'apps/study/src/worker-task.ts': 'late',
      'apps/study/tsconfig.json': 'project',
      'package-lock.json': 'project',
      'package.json': 'project',
      'packages/linked/index.js': 'import',
      'packages/linked/package.json': 'project',
      'packages/linked/twice.js': 'import',
      'shared/deeper/side-effect.js': 'import',
      'shared/from-above.ts': 'import',
      'tsconfig.base.json': 'project',
    })
  })

  test('runs again by itself, and gives the same values', async () => {
    const { snapshot, values } = await loadRun(project.path(run))
    const fresh = new Project({ 'node_modules/installed/package.json': FILES['node_modules/installed/package.json'] })
    fresh.write('node_modules/installed/index.js', FILES['node_modules/installed/index.js'])
    cpSync(project.path(`${run}/code`), fresh.folder, { recursive: true })
    for (const { path, target } of snapshot!.links) {
      mkdirSync(dirname(fresh.path(path)), { recursive: true })
      symlinkSync(fresh.path(target), fresh.path(path))
    }
    const { code, stderr } = await fresh.runlab('run', snapshot!.entry, '--seed', '11', '--quiet')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // Outside of a checkout the project is the nearest package.json's folder.
    const again = await loadRun(fresh.path(fresh.onlyRun('src/main', 'apps/study/results')))
    expect(again.values).toEqual(values)
  })
})

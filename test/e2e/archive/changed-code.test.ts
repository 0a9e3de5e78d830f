import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { Project } from '../project.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const ESM = { 'package.json': '{ "type": "module" }' }

/** Says which text of `part.js` it has been given. */
const EXPERIMENT = `import { defineExperiment } from 'runlab'
import { part } from './part.js'
export const experiment = defineExperiment(import.meta, { parameters: {}, run(e) { e.set('part', part) } })
`
const part = (text: string): string => `export const part = '${text}'\n`

test.each(['supervised', 'in process'])(
  '%s, editing and deleting sources in run changes nothing in the archive',
  async (mode) => {
    const files = {
      ...ESM,
      'part.js': part('as loaded'),
      'gone.js': 'export const gone = 1\n',
      'exp.js': `import { rmSync, writeFileSync } from 'node:fs'
import { defineExperiment } from 'runlab'
import { part } from './part.js'
import { gone } from './gone.js'
const at = (name) => new URL(name, import.meta.url)
export const experiment = defineExperiment(import.meta, { parameters: {}, run(e) {
  writeFileSync(at('part.js'), 'this is no code')
  writeFileSync(at('package.json'), '{ "type": "commonjs" }')
  rmSync(at('gone.js'))
  rmSync(at('exp.js'))
  e.set('part', part + gone)
} })
experiment.runIfMain()
`,
    }
    const project = new Project(files)
    const { code, stderr } =
      mode === 'supervised' ? await project.runlab('run', 'exp.js') : await project.node('--import', 'runlab/register', 'exp.js')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const run = project.onlyRun('exp')
    for (const [name, text] of Object.entries(files)) expect(readFileSync(project.path(`${run}/code/${name}`), 'utf8')).toBe(text)
    expect((await loadRun(project.path(run))).snapshot?.changed).toEqual([])
  },
)

test.each([
  ['an ES module', ESM, EXPERIMENT, part],
  [
    'a CommonJS module',
    { 'package.json': '{}' },
    `const { defineExperiment } = require('runlab')
const { part } = require('./part.js')
exports.experiment = defineExperiment(module, { parameters: {}, run(e) { e.set('part', part) } })
`,
    (text: string) => `exports.part = '${text}'\n`,
  ],
])('%s that was changed after it was loaded and before it was archived is named', async (_, files, experiment, write) => {
  const project = new Project({
    ...files,
    'exp.js': experiment,
    'part.js': write('as loaded'),
    'drive.mjs': `import { writeFileSync } from 'node:fs'
import { experiment } from './exp.js'
writeFileSync(new URL('part.js', import.meta.url), ${JSON.stringify(write('as it was changed to'))})
await experiment.run({ name: 'it' })
`,
  })
  const { code, stderr } = await project.node('--import', 'runlab/register', 'drive.mjs')
  expect(code, stderr).toBe(0)
  const run = await loadRun(project.path('results/exp/it'))
  expect(run.get('part')).toBe('as loaded')
  expect(run.snapshot?.changed).toEqual(['part.js'])
  expect(run.meta.warnings.join()).toContain('Changed between being loaded and being archived: part.js.')
  expect(stderr.split('[warn] Changed between').length - 1).toBe(1)
})

test('a module that rewrites its neighbour while loading: what is archived is what ran, or is named', async () => {
  const project = new Project({
    ...ESM,
    'part.js': part('before'),
    'exp.js': `import './rewrites.js'
import { defineExperiment } from 'runlab'
const { part } = await import('./part.js')
export const experiment = defineExperiment(import.meta, { parameters: {}, run(e) { e.set('part', part) } })
`,
    'rewrites.js': `import { writeFileSync } from 'node:fs'
writeFileSync(new URL('part.js', import.meta.url), ${JSON.stringify(part('rewritten'))})
`,
  })
  expect((await project.runlab('run', 'exp.js')).code).toBe(0)
  const run = await loadRun(project.path(project.onlyRun('exp')))
  const archived = run.snapshot?.files.find(({ path }) => path === 'part.js')?.sha256
  const isWhatRan = archived === sha256(part(String(run.get('part'))))
  expect({ part: run.get('part'), isWhatRan, changed: run.snapshot?.changed }).toEqual({
    part: 'rewritten',
    isWhatRan,
    changed: isWhatRan ? [] : ['part.js'],
  })
})

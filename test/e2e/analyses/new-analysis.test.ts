import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { testTool } from '../../support/test-tools.ts'
import { Project, REGISTER } from '../project.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const FIT = `
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1, batchSize: 8, depth: 2 },
  results: [{ name: 'metrics/loss', direction: 'min' }],
  run(e) {
    if (e.params.rate > 1) throw new Error('it diverges')
    for (let step = 0; step < 3; step++) e.track('error', e.params.rate / (step + 1))
    e.set('metrics/loss', e.params.rate + 0.01 * e.seed)
    e.set('size', 3)
  },
})
`
const OTHER = `
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    e.track('only', e.seed)
  },
})
`
const GRID = `
import { experiment } from './fit.ts'
import { experiment as other } from './other.ts'
const options = { visuals: false, system: false, panels: false }
for (const rate of [0.1, 0.5])
  for (const seed of [1, 2, 3]) await experiment.run({ ...options, parameters: { rate, batchSize: rate > 0.3 ? 8 : 16 }, seed })
await experiment.run({ ...options, parameters: { rate: 2 }, seed: 1 }).catch(() => {})
for (const seed of [1, 2]) await other.run({ ...options, seed })
`
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    noUnusedLocals: true,
  },
  include: ['analysis'],
})

const project = new Project({
  'package.json': '{ "type": "module", "dependencies": { "runlab": "*" } }',
  'tsconfig.json': TSCONFIG,
  'fit.ts': FIT,
  'other.ts': OTHER,
  'grid.mts': GRID,
})

beforeAll(async () => {
  const { code, stderr } = await project.node('--import', 'runlab/register', 'grid.mts')
  if (code !== 0) throw new Error(stderr)
})

const WHERE = 'params.rate < 1 && name == "fit"'

describe('runlab new analysis', () => {
  test('writes a script that loads, tabulates, plots and groups the runs, in projects of both kinds and when they were moved', async () => {
    const written = await project.runlab('new', 'analysis', '--where', WHERE)
    expect(written).toMatchObject({ code: 0, stderr: '' })
    expect(written.stdout).toContain('6 runs of fit; varies: params.rate, params.batchSize')
    const script = project.read('analysis/fit.ts')
    expect(script.split('\n').length).toBeLessThanOrEqual(41)
    expect(script).toContain(`const values = ['data["metrics/loss"]']`)

    const done = await project.runlab('analyse', 'analysis/fit.ts')
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toMatch(/^lowest metrics\/loss: fit\/\S+ \{ rate: 0\.1, batchSize: 16, depth: 2 \}\n6 runs in fit\.csv\n/)
    expect(done.stdout).toContain('| 0.1 | 16 | 3 | 0.120 ± 0.010 |')
    const [tex, csv] = [project.read('analysis/fit.tex'), project.read('analysis/fit.csv')]
    expect(tex).toContain('\\textbf')
    expect(csv.trim().split('\n')).toHaveLength(7)
    expect(project.read('analysis/fit.svg')).toContain('<svg')
    expect(project.read('analysis/fit.pdf').slice(0, 5)).toBe('%PDF-')

    project.write('package.json', '{ "type": "commonjs" }')
    for (const name of ['tex', 'csv', 'svg', 'pdf']) rmSync(project.path(`analysis/fit.${name}`))
    mkdirSync(project.path('moved'))
    for (const name of ['results', 'analysis']) renameSync(project.path(name), project.path(`moved/${name}`))
    project.write('fit.ts', 'throw new Error("changed since")\n')
    try {
      const again = await project.node('--import', 'runlab/register', 'moved/analysis/fit.ts')
      expect({ ...again, stdout: again.stdout.replaceAll('/moved/', '/') }).toEqual(done)
      expect([project.read('moved/analysis/fit.tex'), project.read('moved/analysis/fit.csv')]).toEqual([tex, csv])
      const options = ['--module', 'nodenext', '--target', 'es2023', '--noEmit', '--strict', '--skipLibCheck', '--types', 'node']
      const roots = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--ignoreConfig']
      const checked = await project.node(TSC, ...options, ...roots, 'moved/analysis/fit.ts')
      expect(checked).toMatchObject({ code: 0, stdout: '' })
    } finally {
      for (const name of ['results', 'analysis']) renameSync(project.path(`moved/${name}`), project.path(name))
      project.write('package.json', '{ "type": "module", "dependencies": { "runlab": "*" } }')
      project.write('fit.ts', FIT)
    }
  })

  test('writes the same as a notebook, whose cells are an ES module', async () => {
    const written = await project.runlab('new', 'analysis', '--where', WHERE, '--notebook', '--name', 'book')
    expect(written).toMatchObject({ code: 0, stderr: '' })
    project.write('analysis/cells.mts', cellsOf(project.json('analysis/book.ipynb')).join('\n;\n'))
    const run = await project.spawn('/bin/sh', ['-c', `cd analysis && ${process.execPath} --import ${REGISTER} cells.mts`])
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toContain('6 runs in book.csv')
    expect(project.read('analysis/book.tex')).toContain('\\textbf')
    expect(await project.node(TSC, '-p', 'tsconfig.json')).toMatchObject({ code: 0, stdout: '' })
  })

  test('writes a notebook that Jupyter executes by the kernel of Deno', async ({ skip }) => {
    const jupyter = testTool('notebook/bin/jupyter')
    if ('missing' in jupyter) return skip(jupyter.missing)
    await project.runlab('new', 'analysis', 'other', '--notebook', '--name', 'real')
    const [runner, ...args] = ['scripts/run-notebook.mjs', project.path('analysis/real.ipynb')]
    const run = await project.node(join(ROOT, runner ?? ''), ...args)
    expect(run).toMatchObject({ code: 0 })
    expect(readdirSync(project.path('analysis')).filter((name) => name.startsWith('real.'))).toEqual(
      ['csv', 'executed.ipynb', 'ipynb', 'pdf', 'svg', 'tex'].map((end) => `real.${end}`),
    )
    const { cells } = project.json('analysis/real.executed.ipynb')
    expect(
      cells.every(
        (cell: { outputs?: { output_type: string }[] }) => cell.outputs?.every((one) => one.output_type !== 'error') ?? true,
      ),
    ).toBe(true)
  })

  test('never replaces a file, and says what cannot be made', async () => {
    const again = await project.runlab('new', 'analysis', 'other', '--name', 'fit')
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/analysis\/fit\.ts already.*\n.*--name/)])
    const unknown = await project.runlab('new', 'experiment')
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('an analysis can')])
  })
})

function cellsOf({
  cells,
}: {
  readonly cells: readonly { readonly cell_type: string; readonly source: string }[]
}): readonly string[] {
  return cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source)
}

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { BIN, Project, REGISTER } from '../project.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

/** Tracks every kind that runlab has, one of its own, and what cannot be drawn. */
const KINDS = `import { writeFileSync } from 'node:fs'
import { audio, defineExperiment, figure, histogram, image, json, matrix, param, table, text } from 'runlab'

const cloud = {
  name: 'cloud',
  accepts: (value) => Array.isArray(value?.cloud),
  write: (value) => ({ data: value.cloud }),
  read: (data) => data,
  compile: (series, { title }) => [
    { type: 'lines', title, x: { label: 'x' }, y: { label: 'y' }, lines: [{ label: title, x: [0, 1, 2], y: [...series].at(-1).value }] },
  ],
}
const broken = { ...cloud, name: 'broken', accepts: (value) => value?.broken === true, write: () => ({ data: 1 }), compile() { throw new Error('no picture') } }

export const experiment = defineExperiment(import.meta, {
  parameters: { secondsAfter: 0, end: param.choice(['done', 'kill', 'throw']) },
  kinds: [cloud, broken],
  visuals: { rate: { unit: '1/s', title: 'Rate' }, 'hidden/*': false, rates: { unit: '1/s' }, image: { frameRate: 4, showStep: true } },
  async run(e) {
    for (let step = 0; step < 20; step++) {
      e.track({ 'loss/train': 1 / (step + 1), 'loss/val': 2 / (step + 1), rate: step, 'hidden/x': step }, { step })
      e.track('acc', step, { step, context: { fold: 1 } })
      e.track('acc', step / 2, { step, context: { fold: 2 } })
    }
    e.track('nan', Number.NaN)
    for (const step of [0, 1, 2]) {
      e.track('weights', histogram([1, 2, 3, step]))
      e.track('vector', Float64Array.of(1, 2, step))
      e.track('matrix', matrix([[1, 2], [3, step]]))
      e.track('table', [{ name: 'a "quoted", name', value: step }, { name: '<b>', value: Number.NaN }])
      e.track('json', json({ nested: { step }, list: [1, 2] }))
      e.track('text', 'step ' + step + ' <script>alert(1)</script>')
      e.track('image', image({ data: new Uint8Array(12 * 9).fill(step * 80), width: 12, height: 9 }))
      e.track('cloud', { cloud: [1, 4, step] })
    }
    e.track('tone', audio(new Float32Array(800), { rate: 8000 }))
    e.track('vega', figure({ data: { values: [{ a: 'A', b: 28 }] }, mark: 'bar', encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'b', type: 'quantitative' } } }))
    e.track('svg', figure('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><script>alert(1)</script></svg>'))
    e.track('broken', { broken: true })
    e.track('bad vega', figure({ mark: 'bar', data: { url: 'https://example.com/data.json' } }))
    await e.plot('own/bars', { type: 'bars', x: { label: 'x' }, y: { label: 'n' }, edges: [0, 1, 2], heights: [3, 4] })
    if (e.params.end === 'kill') process.kill(process.pid, 'SIGKILL')
    if (e.params.end === 'throw') throw new Error('after tracking')
  },
})
experiment.runIfMain()
`

const PLOTS = `import { defineExperiment } from 'runlab'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
const specification = { data: { values: [{ a: 'é µ → α', b: 2 }] }, mark: 'bar', encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'b', type: 'quantitative' } } }
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    const { document } = parseHTML('<html></html>')
    const element = Plot.plot({ document, marks: [Plot.line([[0, 1], [1, 2]])] })
    await e.commit('plot.svg', element)
    await e.commit('plot.png', element)
    const changing = structuredClone(specification)
    const committed = e.commit('vega.svg', changing)
    changing.mark = 'nonsense'
    await committed
    await e.commit('vega.png', specification)
    await e.plot('element', element)
    for (const step of [0, 1]) e.track('roc', Plot.plot({ document, color: { legend: true, type: 'categorical' }, marks: [Plot.dot([[0, 1, 'model A'], [1, 2, 'model B']], { stroke: '2' })] }), { step })
    await e.plot('a/b', specification, { title: 'Two' })
    for (const [call, name] of [
      [() => e.commit('bad.svg', { no: 'figure' }), 'commit'],
      [() => e.plot('bad', { no: 'figure' }), 'plot'],
      [() => e.plot('bad', 7), 'number'],
      [() => e.plot('a//b', specification), 'name'],
    ]) e.set(name, await call().then(() => 'taken', (error) => error.code + ': ' + error.message))
  },
})
experiment.runIfMain()
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'kinds.ts': KINDS, 'plots.ts': PLOTS })
const folderOf = (name: string): string => project.path(join('results/kinds', name))

const EXPECTED = {
  loss: ['plot', ['visuals/loss.svg', 'visuals/loss.png']],
  'loss/train': ['plot', ['visuals/loss/train.svg', 'visuals/loss/train.png']],
  'loss/val': ['plot', ['visuals/loss/val.svg', 'visuals/loss/val.png']],
  Rate: ['plot', ['visuals/rate.svg', 'visuals/rate.png']],
  acc: ['plot', ['visuals/acc.svg', 'visuals/acc.png']],
  'acc fold=1': ['plot', ['visuals/acc@fold=1.svg', 'visuals/acc@fold=1.png']],
  'acc fold=2': ['plot', ['visuals/acc@fold=2.svg', 'visuals/acc@fold=2.png']],
  nan: ['note', []],
  weights: ['plot', ['visuals/weights.svg', 'visuals/weights.png']],
  'weights, step 2': ['plot', ['visuals/weights.last.svg', 'visuals/weights.last.png']],
  vector: ['plot', ['visuals/vector.svg', 'visuals/vector.png']],
  'vector, step 2': ['plot', ['visuals/vector.last.svg', 'visuals/vector.last.png']],
  matrix: ['plot', ['visuals/matrix.svg', 'visuals/matrix.png']],
  'matrix, step 2': ['plot', ['visuals/matrix.last.svg', 'visuals/matrix.last.png']],
  table: ['table', ['visuals/table.html', 'visuals/table.csv', 'visuals/table.jsonl']],
  json: ['table', ['visuals/json.html', 'visuals/json.csv', 'visuals/json.jsonl']],
  text: ['document', ['visuals/text.html', 'visuals/text.txt']],
  tone: ['players', ['visuals/tone.html', 'tracked/tone/000000.wav']],
  'vega, step 0': ['plot', ['visuals/vega.svg', 'visuals/vega.png']],
  'svg, step 0': ['plot', ['visuals/svg.svg', 'visuals/svg.png']],
  'bad vega': ['note', []],
  'own/bars': ['plot', ['visuals/own/bars.svg', 'visuals/own/bars.png']],
} as const

/** What is drawn where the kinds of the experiment are known, and where they are not. */
const CLOUD = {
  known: ['plot', ['visuals/cloud.svg', 'visuals/cloud.png']],
  unknown: ['table', ['visuals/cloud.html', 'visuals/cloud.csv', 'visuals/cloud.jsonl']],
}

function drawnOf(name: string): Readonly<Record<string, unknown>> {
  const records = readVisuals(folderOf(name)).filter(({ title }) => title !== 'image')
  return Object.fromEntries(records.map(({ title, form, files }) => [title, [form, files]]))
}

function expectFiles(name: string): void {
  for (const { files, form } of readVisuals(folderOf(name))) {
    for (const file of files) expect(existsSync(join(folderOf(name), file)), file).toBe(true)
    const png = files.find((file) => file.endsWith('.png'))
    if (form === 'plot' && png !== undefined)
      expect(PNG.sync.read(readFileSync(join(folderOf(name), png))).width).toBeGreaterThan(10)
  }
  const images = readVisuals(folderOf(name)).filter(({ title }) => title === 'image')
  expect(images.map(({ form, files }) => [form, files])).toEqual([
    ['video', ['visuals/image.mp4']],
    ['sheet', ['visuals/image.png']],
  ])
}

describe.each([
  ['supervised', [BIN, 'run', 'kinds.ts']],
  ['in process', ['--import', REGISTER, 'kinds.ts']],
] as const)('when a run has ended, %s', (mode, command) => {
  const nameOf = (end: string): string => `${end}-${mode.replaceAll(' ', '-')}`

  test.each(['done', 'throw'])('everything it has tracked is drawn: %s', async (end) => {
    const name = nameOf(end)
    const { code, stdout } = await project.node(...command, '--end', end, '--name', name)
    expect(code).toBe(end === 'done' ? 0 : 1)
    expect(stdout).toMatch(/drawn +\d+ pictures in visuals\/; nothing to draw of nan\n/)
    const { broken: _, ...drawn } = drawnOf(name)
    expect(drawn).toEqual({ ...EXPECTED, cloud: CLOUD.known })
    expectFiles(name)
    const { meta, status } = await loadRun(folderOf(name))
    expect(status).toBe(end === 'done' ? 'done' : 'failed')
    expect(meta.warnings.toSorted()).toEqual([
      ...(end === 'done' ? ['Series end in no number: "nan" in NaN (1 of 1 values are not finite).'] : []),
      ...(end === 'done' ? [expect.stringMatching(/^`visuals` names what was not tracked: "rates"/)] : []),
      expect.stringMatching(/^bad vega could not be drawn: its data would have to be loaded from "https/),
      expect.stringMatching(/^broken could not be drawn: its kind "broken" threw Error: no picture/),
    ])
    expect(existsSync(join(folderOf(name), '.runlab/alive.json'))).toBe(false)
  })

  test('nothing is drawn with --no-visuals', async () => {
    const name = nameOf('off')
    await project.node(...command, '--no-visuals', '--name', name)
    expect(drawnOf(name)).toEqual({ 'own/bars': EXPECTED['own/bars'] })
  })
})

describe('runlab draw', () => {
  test('draws a run that was killed, keeps what e.plot drew, and draws it again as it was', async () => {
    await project.runlab('run', 'kinds.ts', '--end', 'kill', '--name', 'killed')
    expect(drawnOf('killed')).toEqual({ 'own/bars': EXPECTED['own/bars'] })
    const first = await project.runlab('draw', 'killed')
    expect(first.code).toBe(1)
    expect(first.stdout).toContain('bad vega could not be drawn')
    const { broken, ...drawn } = drawnOf('killed')
    expect(broken).toEqual(['table', ['visuals/broken.html', 'visuals/broken.csv', 'visuals/broken.jsonl']])
    expect(drawn).toEqual({ ...EXPECTED, cloud: CLOUD.unknown })
    expectFiles('killed')
    const plot = readFileSync(join(folderOf('killed'), 'visuals/loss.svg'), 'utf8')
    expect((await project.runlab('recover', 'killed')).stdout).not.toContain('runlab draw')
    const again = await project.runlab('draw', 'killed', '--json')
    const [{ visuals, failed }] = JSON.parse(again.stdout)
    expect(visuals).toEqual(readVisuals(folderOf('killed')))
    expect(failed).toHaveLength(1)
    expect(readFileSync(join(folderOf('killed'), 'visuals/loss.svg'), 'utf8')).toBe(plot)
  })

  test('makes tables that other programs read, and pages in which nothing runs', async () => {
    const text = (name: string): string => readFileSync(join(folderOf('killed'), 'visuals', name), 'utf8')
    expect(text('table.csv').split('\n').slice(0, 3)).toEqual(['step,name,value', '0,"a ""quoted"", name",0', '0,<b>,NaN'])
    expect(JSON.parse(text('table.jsonl').split('\n')[1] ?? '')).toEqual({
      step: 0,
      name: '<b>',
      value: { $runlab: 'Number', value: 'NaN' },
    })
    expect(text('text.html')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    for (const page of ['table.html', 'json.html', 'text.html', 'tone.html']) {
      expect(text(page)).toContain("default-src 'none'")
      expect(text(page)).not.toMatch(/<script|\son\w+=|javascript:/i)
    }
  })

  test('says what it does not find', async () => {
    const { code, stderr } = await project.runlab('draw', 'nothing-like-it')
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing-like-it')])
  })

  test('refuses a run of PyComex, and leaves it as it is', async () => {
    const folder = project.path('foreign')
    const meta = { status: 'done', start_time: 1, name: 'theirs', namespace: 'theirs', parameters: {} }
    project.write('foreign/experiment_meta.json', JSON.stringify(meta))
    const before = readdirSync(folder).toSorted()
    const { code, stderr } = await project.runlab('draw', folder)
    expect([code, stderr]).toEqual([2, expect.stringContaining('it is a run of PyComex, which runlab only reads')])
    expect(readdirSync(folder).toSorted()).toEqual(before)
  })
})

describe('a run whose pictures cannot be drawn', () => {
  test('is done all the same, with a warning', async () => {
    project.write(
      'full.ts',
      `import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run(e) { e.track('x', 1); writeFileSync(join(e.folder, 'visuals'), 'in the way') } })
`,
    )
    const { code, stdout } = await project.runlab('run', 'full.ts', '--name', 'full')
    expect(code).toBe(0)
    expect(stdout).toMatch(/warning\s+x could not be drawn/)
    expect((await loadRun(project.path('results/full/full'))).status).toBe('done')
  })

  test('ends within its time after a signal, and is drawn later', async () => {
    const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env
    project.write(
      'slow.ts',
      `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run(e) { for (let i = 0; i < 60; i++) for (let s = 0; s < 500; s++) e.track('s' + i, Math.random()) } })
`,
    )
    const args = [BIN, 'run', 'slow.ts', '--name', 'slow', '--grace', '1', '--quiet']
    const run = spawn(process.execPath, args, { cwd: project.folder, env, stdio: 'ignore' })
    const index = project.path('results/slow/slow/.runlab/visuals.jsonl')
    while (!existsSync(index) && run.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
    run.kill('SIGINT')
    if (run.exitCode === null) await once(run, 'exit')
    expect(run.exitCode).toBe(130)
    const { status, meta, tracked } = await loadRun(project.path('results/slow/slow'))
    expect([status, meta.signal, tracked.length]).toEqual(['done', 'SIGINT', 60])
    expect((await project.runlab('draw', 'slow')).code).toBe(0)
    expect(readVisuals(project.path('results/slow/slow'))).toHaveLength(60)
  })
})

test.skipIf(process.platform !== 'linux')('nothing of what draws is loaded before the run has ended', async () => {
  project.write(
    'loaded.ts',
    `import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { defineExperiment } from 'runlab'
const isLoaded = () => readFileSync('/proc/self/maps', 'utf8').includes('resvgjs')
export const experiment = defineExperiment(import.meta, {
  run(e) { e.track('x', 1) },
  implement: {
    async afterRun(e) {
      e.set('loaded', { before: isLoaded(), modules: Object.keys(createRequire(import.meta.url).cache).filter((name) => /h264|plot|vega/.test(name)) })
      await e.plot('own', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
      e.set('loaded/after', isLoaded()) // or this test would see nothing
    },
  },
})
`,
  )
  await project.runlab('run', 'loaded.ts', '--name', 'l')
  const { values } = await loadRun(project.path('results/loaded/l'))
  expect(values).toEqual({ loaded: { before: false, modules: [], after: true } })
  expect(readVisuals(project.path('results/loaded/l')).map(({ title }) => title)).toEqual(['own', 'x'])
})

test('a plot that nobody waits for is in the report all the same; one of figure() is drawn, a broken one leaves nothing', async () => {
  project.write(
    'hasty.ts',
    `import { defineExperiment, figure } from 'runlab'
const bars = { data: { values: [{ a: 'A', b: 2 }] }, mark: 'bar', encoding: { x: { field: 'a' }, y: { field: 'b' } } }
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    for (const name of ['../x', 'a/./b']) e.set('odd/' + name.replaceAll('/', ' '), await e.plot(name, bars).catch((error) => error.code))
    e.set('broken', await e.plot('broken', '<svg><g></svg>').catch((error) => error.code))
    void e.plot('hasty', figure(bars))
  },
})
`,
  )
  await project.runlab('run', 'hasty.ts', '--name', 'h')
  const folder = project.path('results/hasty/h')
  const { values } = await loadRun(folder)
  expect(values).toEqual({ odd: { '.. x': 'PLOT_NAME', 'a . b': 'PLOT_NAME' }, broken: 'PLOT_SPECIFICATION' })
  expect(readdirSync(join(folder, 'visuals')).toSorted()).toEqual(['hasty.png', 'hasty.svg'])
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('hasty.png')
})

test('a run that is drawn is not recovered', async () => {
  const args = [BIN, 'run', 'slow.ts', '--name', 'drawn', '--quiet']
  const run = spawn(process.execPath, args, { cwd: project.folder, stdio: 'ignore' })
  const index = project.path('results/slow/drawn/.runlab/visuals.jsonl')
  while (!existsSync(index) && run.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
  const { code, stderr } = await project.runlab('recover', 'drawn')
  if (run.exitCode === null) await once(run, 'exit')
  expect([code, stderr]).toEqual([2, expect.stringContaining('still works on')])
})

test('a run that is killed while it is drawn says so until it is, and nothing half drawn stays', async () => {
  const args = [BIN, 'run', 'slow.ts', '--name', 'cut', '--quiet']
  const run = spawn(process.execPath, args, { cwd: project.folder, stdio: 'ignore' })
  const folder = project.path('results/slow/cut')
  const partial = join(folder, 'visuals/s1.mp4.0123456789ab.tmp')
  while (!existsSync(join(folder, 'visuals/s0.png')) && run.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5))
  process.kill(project.json('results/slow/cut/.runlab/alive.json').pid, 'SIGKILL')
  if (run.exitCode === null) await once(run, 'exit')
  expect(existsSync(join(folder, '.runlab/undrawn'))).toBe(true)
  writeFileSync(partial, 'half a video')
  expect((await loadRun(folder)).status).toBe('done')
  expect((await project.runlab('show', 'cut')).stdout).toContain('drawing is not finished: runlab draw cut draws all of it\n')
  const said = 'Drawing is not finished: <code>runlab draw cut</code> draws all of it.'
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(said)

  const recovered = await project.runlab('recover', '--all')
  expect(recovered.stdout).toContain('1 picture that was half drawn removed\n')
  expect(recovered.stdout).toContain('drawing is not finished: runlab draw cut draws all of it\n')
  expect(existsSync(partial)).toBe(false)
  expect(JSON.parse((await project.runlab('recover', 'cut', '--json')).stdout)).toMatchObject([
    { recovered: false, undrawn: true },
  ])

  writeFileSync(partial, 'half a video')
  expect((await project.runlab('draw', 'cut')).code).toBe(0)
  expect(existsSync(partial)).toBe(false)
  expect(JSON.parse((await project.runlab('show', 'cut', '--json')).stdout)).toMatchObject({ undrawn: false })
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain('Drawing is not finished')
})

describe('figures', () => {
  test('are drawn when they are committed and plotted; what is none is refused', async () => {
    for (const name of ['@observablehq', 'linkedom']) {
      symlinkSync(join(import.meta.dirname, '../../../node_modules', name), project.path(join('node_modules', name)))
    }
    await project.runlab('run', 'plots.ts', '--name', 'p')
    const folder = project.path('results/plots/p')
    const run = await loadRun(folder)
    expect(run.status).toBe('done')
    expect(run.values).toEqual({
      commit: expect.stringMatching(
        /^ARTIFACT_CONTENT: Cannot commit a figure that cannot be drawn \(it is an object that is no/,
      ),
      plot: expect.stringMatching(
        /^PLOT_SPECIFICATION: Cannot plot "bad": it is an object that is no specification of Vega-Lite/,
      ),
      number: expect.stringMatching(/^PLOT_SPECIFICATION: Cannot plot "bad": it is a number/),
      name: expect.stringMatching(/^PLOT_NAME: Cannot plot under the name "a\/\/b"/),
    })
    for (const name of ['plot.svg', 'vega.svg', 'visuals/element.svg', 'visuals/a/b.svg']) {
      expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    }
    for (const name of ['plot.png', 'vega.png', 'visuals/a/b.png']) {
      const { data } = PNG.sync.read(readFileSync(join(folder, name)))
      expect(new Set(new Uint32Array(new Uint8Array(data).buffer)).size).toBeGreaterThan(10)
    }
    expect(readVisuals(folder).map(({ title, group }) => [title, group])).toEqual([
      ['element', 'own'],
      ['Two', 'own'],
      ['roc, step 1', 'tracked'],
      ['roc', 'tracked'],
    ])
    // With its legend, and the page shows both steps as pictures.
    expect([...run.series('roc')].map(({ value }) => value)).toMatchObject([{ format: 'html' }, { format: 'html' }])
    expect(readFileSync(join(folder, 'visuals/roc.svg'), 'utf8')).toContain('model B')
    expect(
      readFileSync(join(folder, 'visuals/roc.html'), 'utf8').match(/<img [^>]*src="\.\.\/visuals\/roc\/[^"]+\.svg"/g),
    ).toHaveLength(2)
  })
})

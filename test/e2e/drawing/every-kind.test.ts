import { cpSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { once } from '../../../src/internal/once.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

/** Tracks a few series, or one of every kind that runlab has, one of its own, and what cannot be drawn. */
const KINDS = `import { audio, defineExperiment, figure, histogram, image, json, matrix, param, table, text } from 'runlab'

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

function trackEveryKind(e) {
  for (let step = 0; step < 20; step++) {
    e.track('acc', step, { step, context: { fold: 1 } })
    e.track('acc', step / 2, { step, context: { fold: 2 } })
  }
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
}

export const experiment = defineExperiment(import.meta, {
  parameters: { few: false, end: param.choice(['done', 'kill', 'throw']) },
  kinds: [cloud, broken],
  visuals: { rate: { unit: '1/s', title: 'Rate' }, 'hidden/*': false, rates: { unit: '1/s' }, image: { frameRate: 4, showStep: true } },
  async run(e) {
    for (let step = 0; step < 20; step++) e.track({ 'loss/train': 1 / (step + 1), 'loss/val': 2 / (step + 1), rate: step, 'hidden/x': step }, { step })
    e.track('nan', Number.NaN)
    e.track('cloud', { cloud: [1, 4, 2] })
    e.track('broken', { broken: true })
    e.track('bad vega', figure({ mark: 'bar', data: { url: 'https://example.com/data.json' } }))
    if (!e.params.few) trackEveryKind(e)
    await e.plot('own/bars', { type: 'bars', x: { label: 'x' }, y: { label: 'n' }, edges: [0, 1, 2], heights: [3, 4] })
    if (e.params.end === 'kill') process.kill(process.pid, 'SIGKILL')
    if (e.params.end === 'throw') throw new Error('after tracking')
  },
})
experiment.runIfMain()
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'kinds.ts': KINDS })
const folderOf = (name: string): string => project.path(join('results/kinds', name))

const FEW = {
  loss: ['plot', ['visuals/loss.svg', 'visuals/loss.png']],
  'loss/train': ['plot', ['visuals/loss/train.svg', 'visuals/loss/train.png']],
  'loss/val': ['plot', ['visuals/loss/val.svg', 'visuals/loss/val.png']],
  Rate: ['plot', ['visuals/rate.svg', 'visuals/rate.png']],
  nan: ['note', []],
  'bad vega': ['note', []],
  'own/bars': ['plot', ['visuals/own/bars.svg', 'visuals/own/bars.png']],
} as const

const ALL = {
  ...FEW,
  acc: ['plot', ['visuals/acc.svg', 'visuals/acc.png']],
  'acc fold=1': ['plot', ['visuals/acc@fold=1.svg', 'visuals/acc@fold=1.png']],
  'acc fold=2': ['plot', ['visuals/acc@fold=2.svg', 'visuals/acc@fold=2.png']],
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
}

function expectImages(name: string): void {
  const images = readVisuals(folderOf(name)).filter(({ title }) => title === 'image')
  expect(images.map(({ form, files }) => [form, files])).toEqual([
    ['video', ['visuals/image.mp4']],
    ['sheet', ['visuals/image.png']],
  ])
}

const COMMANDS = {
  supervised: [BIN, 'run', 'kinds.ts'],
  'in process': ['--import', REGISTER, 'kinds.ts'],
} as const
type Mode = keyof typeof COMMANDS

const nameOf = (mode: Mode, end: string): string => `${end}-${mode.replaceAll(' ', '-')}`

// Every kind is drawn by one run, and by `runlab draw`: it takes seconds.
const ENDINGS = [
  ['supervised', 'done', 'all'],
  ['supervised', 'throw', 'few'],
  ['in process', 'done', 'few'],
  ['in process', 'throw', 'few'],
] as const

const outcomes = new Map<string, Promise<Outcome>>()

/** Makes a run end, once. */
async function endBy(mode: Mode, end: 'done' | 'throw', series: 'all' | 'few'): Promise<Outcome> {
  const name = nameOf(mode, end)
  const flags = series === 'few' ? ['--few'] : []
  const outcome = outcomes.get(name) ?? project.node(...COMMANDS[mode], '--end', end, '--name', name, ...flags)
  outcomes.set(name, outcome)
  return await outcome
}

test.each(ENDINGS)('when a run has ended, everything it has tracked is drawn: %s, %s', async (mode, end, series) => {
  const name = nameOf(mode, end)
  const { code, stdout } = await endBy(mode, end, series)
  expect(code).toBe(end === 'done' ? 0 : 1)
  expect(stdout).toMatch(/drawn +\d+ pictures in visuals\/; nothing to draw of nan\n/)
  const { broken: _, ...drawn } = drawnOf(name)
  expect(drawn).toEqual({ ...(series === 'few' ? FEW : ALL), cloud: CLOUD.known })
  expectFiles(name)
  if (series === 'all') expectImages(name)
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

test.each(['supervised', 'in process'] as const)('nothing is drawn with --no-visuals, %s', async (mode) => {
  const name = nameOf(mode, 'off')
  await project.node(...COMMANDS[mode], '--no-visuals', '--few', '--name', name)
  expect(drawnOf(name)).toEqual({ 'own/bars': FEW['own/bars'] })
})

describe('runlab draw', () => {
  /** A run that was killed before anything of it was drawn: its supervisor draws it, which knows no kinds of its own. */
  const killed = once(async () => {
    await project.runlab('run', 'kinds.ts', '--end', 'kill', '--name', 'killed')
    const before = drawnOf('killed')
    return { before, first: await project.runlab('draw', 'killed') }
  })

  test('draws a run that was killed as its supervisor did, and keeps what e.plot drew', async () => {
    const { before, first } = await killed()
    expect(before).toEqual(drawnOf('killed'))
    expect(first.code).toBe(1)
    expect(first.stdout).toContain('bad vega could not be drawn')
    const { broken, ...drawn } = drawnOf('killed')
    expect(broken).toEqual(['table', ['visuals/broken.html', 'visuals/broken.csv', 'visuals/broken.jsonl']])
    expect(drawn).toEqual({ ...ALL, cloud: CLOUD.unknown })
    expectFiles('killed')
    expectImages('killed')
    expect((await project.runlab('recover', 'killed')).stdout).not.toContain('runlab draw')
  })

  test('draws a run again as it was', async () => {
    await endBy('supervised', 'throw', 'few')
    const name = nameOf('supervised', 'throw')
    const folder = folderOf(name)
    const drawn = drawnOf(name)
    const plot = readFileSync(join(folder, 'visuals/loss.svg'), 'utf8')
    const again = await project.runlab('draw', folder, '--json')
    const [{ visuals, failed }] = JSON.parse(again.stdout)
    expect(visuals).toEqual(readVisuals(folder))
    expect(failed).toHaveLength(1)
    const { broken: _, ...drawnAgain } = drawnOf(name)
    expect(drawnAgain).toEqual({ ...FEW, cloud: CLOUD.unknown })
    expect(Object.keys(drawnAgain)).toEqual(Object.keys(drawn).filter((title) => title !== 'broken'))
    expect(readFileSync(join(folder, 'visuals/loss.svg'), 'utf8')).toBe(plot)
  })

  test('makes tables that other programs read, and pages in which nothing runs', async () => {
    await killed()
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

  test('draws a run of PyComex, and leaves what PyComex wrote as it is', async () => {
    const source = fileURLToPath(new URL('../../fixtures/archives/pycomex-0.29/tracking', import.meta.url))
    cpSync(source, project.path('foreign'), { recursive: true })
    const [run = ''] = readdirSync(project.path('foreign')).filter((name) => name.startsWith('first'))
    const folder = project.path(`foreign/${run}`)
    const before = new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]))
    const { code, stderr } = await project.runlab('draw', folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(readdirSync(join(folder, 'visuals'))).toEqual(expect.arrayContaining(['line.mp4', 'loss.svg']))
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Fits a line')
    for (const [name, time] of before) expect(statSync(join(folder, name)).mtimeMs, name).toBe(time)
    expect((await loadRun(folder)).artifacts.names().join()).not.toMatch(/visuals|report/)
  })
})

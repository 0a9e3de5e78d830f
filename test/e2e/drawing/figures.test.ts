import { readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { Project } from '../project.ts'
import { readMp4 } from '../../render/video/read-mp4.ts'
import { LINUX, testWith } from '../../support/needs.ts'

delete process.env['RUNLAB_VISUALS'] // these runs are drawn

const PLOTS = `import { defineExperiment, figure, image } from 'runlab'
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
    const chart = { type: 'lines', x: { label: 'rate' }, y: { label: 'hits' }, lines: [{ label: 'model', x: Float64Array.of(0, 1), y: [Number.NaN, 1] }] }
    const committing = e.commit('chart.svg', chart)
    chart.x = { label: 'changed' }
    await committing
    await e.commit('chart.png', figure({ ...chart, title: 'Own' }))
    for (const [name, figure] of Object.entries({ element, specification, chart })) await e.commit(name + '.pdf', figure)
    await e.plot('element', element)
    for (const step of [0, 1]) e.track('chart', { ...chart, lines: [{ label: 'model', x: [0, 1], y: [0, step] }] }, { step })
    for (const step of [0, 1]) e.track('as image', image(specification), { step })
    for (const step of [0, 1]) e.track('roc', Plot.plot({ document, color: { legend: true, type: 'categorical' }, marks: [Plot.dot([[0, 1, 'model A'], [1, 2, 'model B']], { stroke: '2' })] }), { step })
    await e.plot('a/b', specification, { title: 'Two' })
    for (const [call, name] of [
      [() => e.commit('bad.svg', { no: 'figure' }), 'commit'],
      [() => e.commit('bad.png', { type: 'lines', lines: [] }), 'chart'],
      [() => e.plot('bad', { no: 'figure' }), 'plot'],
      [() => e.plot('bad', 7), 'number'],
      [() => e.plot('a//b', specification), 'name'],
    ]) e.set(name, await call().then(() => 'taken', (error) => error.code + ': ' + error.message))
  },
})
experiment.runIfMain()
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'plots.ts': PLOTS })

test('figures are drawn when they are committed and plotted; what is none is refused', async () => {
  for (const name of ['@observablehq', 'linkedom']) {
    symlinkSync(join(import.meta.dirname, '../../../node_modules', name), project.path(join('node_modules', name)))
  }
  await project.runlab('run', 'plots.ts', '--name', 'p')
  const folder = project.path('results/plots/p')
  const run = await loadRun(folder)
  expect(run.status).toBe('done')
  expect(run.values).toEqual({
    commit: expect.stringMatching(/^ARTIFACT_CONTENT: Cannot commit a figure that cannot be drawn \(it is an object that is no/),
    chart: expect.stringMatching(
      /^ARTIFACT_CONTENT: Cannot commit a figure that cannot be drawn \(it is a visual of the type "lines" without "x"/,
    ),
    plot: expect.stringMatching(/^PLOT_SPECIFICATION: Cannot plot "bad": it is an object that is no specification of Vega-Lite/),
    number: expect.stringMatching(/^PLOT_SPECIFICATION: Cannot plot "bad": it is a number/),
    name: expect.stringMatching(/^PLOT_NAME: Cannot plot under the name "a\/\/b"/),
  })
  for (const name of ['plot.svg', 'vega.svg', 'chart.svg', 'visuals/element.svg', 'visuals/a/b.svg']) {
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  }
  for (const name of ['element.pdf', 'specification.pdf', 'chart.pdf']) {
    expect(readFileSync(join(folder, name), 'latin1')).toMatch(/^%PDF-[^]*DejaVuSans/)
  }
  for (const name of ['plot.png', 'vega.png', 'chart.png', 'visuals/a/b.png']) {
    const { data } = PNG.sync.read(readFileSync(join(folder, name)))
    expect(new Set(new Uint32Array(new Uint8Array(data).buffer)).size).toBeGreaterThan(10)
  }
  const chart = readFileSync(join(folder, 'chart.svg'), 'utf8')
  expect([chart.includes('>rate<'), chart.includes('changed'), /<text[^>]*font-weight="bold" text-anchor/.test(chart)]).toEqual([
    true,
    false,
    false,
  ])
  expect(readVisuals(folder).map(({ title, form, group }) => `${group} ${form}: ${title}`)).toEqual([
    'own plot: element',
    'own plot: Two',
    ...['chart', 'roc'].flatMap((name, i) => [
      ...(i === 0 ? [] : ['tracked video: as image', 'tracked sheet: as image']),
      `tracked plot: ${name}, step 1`,
      `tracked video: ${name}`,
      `tracked gallery: ${name}`,
    ]),
  ])
  for (const { files, form } of readVisuals(folder)) {
    if (form === 'video') expect(readMp4(readFileSync(join(folder, files[0] ?? '')))).toMatchObject({ samples: 2 })
  }
  // With its legend, and the page shows both steps as pictures.
  expect([...run.series('roc')].map(({ value }) => value)).toMatchObject([{ format: 'html' }, { format: 'html' }])
  expect(readFileSync(join(folder, 'visuals/roc.svg'), 'utf8')).toContain('model B')
  expect(
    readFileSync(join(folder, 'visuals/roc.html'), 'utf8').match(/<img [^>]*src="\.\.\/visuals\/roc\/[^"]+\.svg"/g),
  ).toHaveLength(2)
})

testWith(LINUX, 'needs Linux')('nothing of what draws is loaded before the run has ended', async () => {
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
      e.set('loaded', { before: isLoaded(), modules: Object.keys(createRequire(import.meta.url).cache).filter((name) => /node_modules.(h264|@observablehq|pdfkit|vega)/.test(name)) })
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

import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { drawRun } from '../../../src/drawing/draw-run.ts'
import { readVisuals } from '../../../src/drawing/visual-index.ts'
import { BIN, Project } from '../project.ts'

const project = new Project({
  'video.ts': `import { defineExperiment, image } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    for (const step of [0, 1, 2]) {
      e.track('video', image({ data: new Uint8Array(12).fill(step), width: 2, height: 2 }), { step })
      e.track({ loss: step, rate: step }, { step })
    }
  },
})
experiment.runIfMain()
`,
})
await project.node(BIN, 'run', 'video.ts', '--no-visuals', '--no-system')
const run = project.path(project.onlyRun('video'))

const titles = (): readonly string[] => readVisuals(run).map(({ title }) => title)

test('videos are drawn last, and listed where they belong', async () => {
  const drawn: string[] = []
  await drawRun(openRun(run), { rules: {}, onProgress: ({ title }) => drawn.push(title) })
  expect([...new Set(drawn)]).toEqual(['loss', 'rate', 'video'])
  expect(titles()).toEqual(['video', 'video', 'loss', 'rate'])
})

test('of two drawings at a time the later one says what was drawn, once', async () => {
  await Promise.all([drawRun(openRun(run), { rules: {} }), drawRun(openRun(run), { rules: { loss: { title: 'Loss' } } })])
  expect(titles()).toEqual(['video', 'video', 'Loss', 'rate'])
})

test('an empty title takes no room in a picture, which is listed by the name of its series', async () => {
  await drawRun(openRun(run), { rules: { '*': { step: 'epoch' }, loss: { title: '' } } })
  expect(titles()).toEqual(['video', 'video', 'loss', 'rate'])
  const svg = readFileSync(join(run, 'visuals/loss.svg'), 'utf8')
  expect(svg).not.toMatch(/font-weight="bold" text-anchor="start"/)
  expect(svg).toContain('>epoch</text>')
})

test('what e.plot draws while a run is drawn stays listed', async () => {
  const own = { title: 'own', form: 'note', group: 'own', series: [], files: [], alt: '', note: 'n' }
  const file = join(run, '.runlab/visuals.jsonl')
  let isAdded = false
  const onProgress = ({ title }: { readonly title: string }): void => {
    if (title === 'rate' && !isAdded) appendFileSync(file, `${JSON.stringify(own)}\n`)
    if (title === 'rate') isAdded = true
  }
  await drawRun(openRun(run), { rules: {}, onProgress })
  expect(titles()).toEqual(['video', 'video', 'loss', 'rate', 'own'])
  expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true)
})

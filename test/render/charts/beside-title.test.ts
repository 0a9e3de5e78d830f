import { expect, test } from 'vitest'
import { besideTitle } from '../../../src/render/charts/beside-title.ts'
import { drawLines } from '../../../src/render/charts/draw-lines.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'

test.each([
  ['loss', 'loss', ''],
  ['latency (ms)', 'latency', 'ms'],
  ['latency (ms)', 'request/latency split=val', 'ms'],
  ['train', 'train: loss, accuracy', ''],
  ['weights', 'weights, step 39', ''],
  ['count', 'weights, step 39', 'count'],
  ['rate', 'learning rate of all', 'rate'],
  ['loss', 'losses', 'loss'],
  ['cpu (% of one core)', 'Processor time', 'cpu (% of one core)'],
  ['', '', ''],
])('the label %j below the title %j says %j', (label, title, expected) => {
  expect(besideTitle(label, title)).toBe(expected)
})

test('a chart says its name once, and its notes without brackets', async () => {
  await loadPlot()
  const lines = [{ label: 'loss', x: [0, 1, 2], y: [1, 10, 1000] }]
  const y = { label: 'loss', scale: 'log' } as const
  const drawn = drawLines({ type: 'lines', title: 'loss', x: { label: 'step' }, y, lines })
  const texts = [...('svg' in drawn ? drawn.svg : '').matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text)
  expect(texts.filter((text) => text?.includes('loss'))).toEqual(['loss'])
  expect(texts).toContain('logarithmic')
})

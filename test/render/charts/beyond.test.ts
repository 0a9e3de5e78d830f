import { expect, test } from 'vitest'
import { dateNote, dateTexts, dateTicks } from '../../../src/render/charts/date-ticks.ts'
import { drawBars } from '../../../src/render/charts/draw-bars.ts'
import { drawHeatMap } from '../../../src/render/charts/draw-heat-map.ts'
import type { Drawing } from '../../../src/render/charts/drawing.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'
import { MUTED } from '../../../src/render/charts/theme.ts'
import { histogramKind } from '../../../src/tracking/kinds/histogram.ts'
import { roundTrip } from '../../tracking/kinds/support.ts'
import { histogram } from '../../../src/tracking/kinds/wrappers.ts'
import type { Visual } from '../../../src/api/visual.ts'

await loadPlot()

const textsOf = (drawing: Drawing): readonly string[] =>
  'svg' in drawing ? [...drawing.svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text) : []

/** What is drawn of a histogram, tracked at such steps. */
function visualsOf(steps: readonly number[], bins: readonly number[]): readonly Visual[] {
  const value = roundTrip(histogramKind, histogram([-5, 0.2, 0.4, 1.5, 7, 8, 9], { bins }))
  const series = steps.map((step) => ({ step, time: 0, value }))
  return histogramKind.compile?.(series as never, { title: 'ages', label: 'age', options: {} }) ?? []
}

test('bars have others beside them for what lies below and above all edges', () => {
  const [bars] = visualsOf([0], [0, 1, 2])
  if (bars?.type !== 'bars') throw new Error('no bars')
  expect(bars).toMatchObject({ under: 1, over: 3, heights: [2, 1] })
  const drawing = drawBars(bars)
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['&lt; 0', '&gt; 2']))
  expect(drawing).toHaveProperty('alt', expect.stringContaining('; 1 below 0, 3 above 2'))
  if ('svg' in drawing)
    expect(
      drawing.svg.match(new RegExp(`<g [^>]*fill="${MUTED}"[^>]*aria-label="rect"[^]*?</g>`))?.[0].match(/<rect /g),
    ).toHaveLength(2)
  expect(textsOf(drawBars({ ...bars, under: 0, over: 0 })).join()).not.toMatch(/&[lg]t;/)
})

test('over steps there are strips for it, and it is said how much it is at the most', () => {
  const [map] = visualsOf([0, 1], [0, 1, 2])
  if (map?.type !== 'heat-map') throw new Error('no heat map')
  const drawing = drawHeatMap(map)
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['&lt; 0', '&gt; 2', 'up to 14 % below, 43 % above']))
  const images = (of: Drawing): number => ('svg' in of ? (of.svg.match(/<image /g)?.length ?? 0) : 0)
  const [inside] = visualsOf([0, 1], [-10, 0, 10])
  expect(images(drawing) - images(drawHeatMap(inside as typeof map))).toBe(2)
})

const utc = (text: string): number => Date.parse(`${text}Z`)

test.each([
  ['2026-11-30T08:00', '2026-11-30T22:50', ['09:00', '12:00', '15:00', '18:00', '21:00'], '30 Nov 2026, UTC'],
  [
    '2026-11-30T20:00',
    '2026-12-01T04:30',
    ['20:00', '21:00', '22:00', '23:00', '1 Dec', '01:00', '02:00', '03:00', '04:00'],
    '30 Nov 2026 – 1 Dec 2026, UTC',
  ],
  ['2026-11-30T08:00:10', '2026-11-30T08:01:05', ['08:00:15', '08:00:30', '08:00:45', '08:01:00'], '30 Nov 2026, UTC'],
  ['2026-10-01T00:00', '2027-03-02T00:00', ['Oct 2026', 'Nov 2026', 'Dec 2026', 'Jan 2027', 'Feb 2027', 'Mar 2027'], 'UTC'],
  ['1990-05-01T00:00', '2026-03-02T00:00', ['1995', '2000', '2005', '2010', '2015', '2020', '2025'], 'UTC'],
])('dates from %s to %s have ticks by the calendar', (from, to, texts, note) => {
  const domain = [utc(from), utc(to)] as const
  expect(dateTexts(dateTicks(domain, 9))).toEqual(texts)
  expect(dateNote(domain)).toBe(note)
})

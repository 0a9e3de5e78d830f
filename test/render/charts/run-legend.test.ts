import { describe, expect, test } from 'vitest'
import type { Curve, CurveChart } from '../../../src/api/run-charts.ts'
import { drawCurves } from '../../../src/render/charts/runs/draw-curves.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'
import { layOutLegend } from '../../../src/render/charts/runs/legend.ts'
import { textWidth } from '../../../src/render/charts/text-width.ts'
import { FONT_SIZE } from '../../../src/render/charts/theme.ts'

await loadPlot()

function curve(label: string, more: Partial<Curve> = {}): Curve {
  return { label, x: [0, 1, 2], y: [3, 2, 1], ...more }
}

function svgOf(curves: readonly Curve[], more: Partial<CurveChart> = {}): string {
  const drawing = drawCurves({
    type: 'curves',
    title: 'loss',
    x: { label: 'step' },
    y: { label: 'loss' },
    paper: true,
    curves,
    ...more,
  })
  return 'svg' in drawing ? drawing.svg : ''
}

/** The heights of the picture and of the axis of y in it. */
function heightsOf(svg: string): readonly [picture: number, axes: number] {
  const [, picture] = /viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(svg) ?? []
  const lines = [...svg.matchAll(/<line y2="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" x1="\3"/g)]
  return [Number(picture), Math.max(...lines.map(([, from, to]) => Math.abs(Number(from) - Number(to))))]
}

/** Texts that begin at their places, with these. */
function entriesOf(svg: string): readonly { readonly x: number; readonly text: string }[] {
  return [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" dy="0.35em" text-anchor="start"[^>]*>([^<]*)</g)].map(
    ([, x, text = '']) => ({ x: Number(x), text }),
  )
}

const GROUPS = ['0.01, linear', '0.01, quadratic', '0.1, linear', '0.3, linear', '0.3, quadratic']
const CROSSED = GROUPS.flatMap((name, i) =>
  ['split = train', 'split = val'].map((context) => curve(`${name} ${context}`, { group: `${name} (n = ${i + 1})`, context })),
)

describe('the legend of a figure over runs', () => {
  test('of groups with contexts names both once: colours and markers are groups, dashes are contexts', () => {
    const svg = svgOf(CROSSED, { by: 'rate, features' })
    const texts = entriesOf(svg).map(({ text }) => text)
    expect(texts).toEqual([
      'rate, features',
      ...GROUPS.map((name, i) => `${name} (n = ${i + 1})`),
      'split = train',
      'split = val',
    ])
  })

  test.each([{ size: undefined }, { size: { height: 45 } }, { size: { width: 170, height: 60 } }])(
    'leaves half of the height to what is between the axes, of the size $size',
    ({ size }) => {
      const [picture, axes] = heightsOf(svgOf(CROSSED, { by: 'rate, features', size }))
      expect(axes).toBeGreaterThanOrEqual(picture / 2)
    },
  )

  test('of long names makes a figure higher that has no given height', () => {
    const names = Array.from({ length: 9 }, (_, i) => curve(`${i}, a group with a name as long as a line is wide`))
    const [[picture, axes], [few]] = [heightsOf(svgOf(names)), heightsOf(svgOf(names.slice(0, 1)))]
    expect(axes).toBeGreaterThanOrEqual(picture / 2)
    expect(picture).toBeGreaterThan(few)
  })

  test('ends inside of the picture, at the right of a short one too', () => {
    const svg = svgOf([curve('linear (n = 11)'), curve('quadratic (n = 6)')], { by: 'features' })
    const [, width] = /viewBox="0 0 ([\d.]+)/.exec(svg) ?? []
    const last = entriesOf(svg).at(-1)
    expect(last?.text).toBe('quadratic (n = 6)')
    expect((last?.x ?? 0) + textWidth(last?.text ?? '', FONT_SIZE)).toBeLessThanOrEqual(Number(width))
  })

  test('is cut where its entries stay different', () => {
    const names = ['0.01', '0.3', '5'].flatMap((rate) =>
      ['linear', 'quadratic'].map((name) => `${rate}, 0.2, ${name}, 60 (n = 4)`),
    )
    const entries = names.map((label) => ({ label, colour: '#000000', dash: undefined, marker: null, isLine: true }))
    const { rows, left } = layOutLegend([entries], undefined, { width: 390, rows: 3 })
    const texts = rows.flat().map(({ text }) => text)
    expect([rows.length, left, new Set(texts).size]).toEqual([3, 0, 6])
    expect(texts.every((text) => text.includes('…'))).toBe(true)
  })

  test('leaves entries out where there is no room for all, and counts them', () => {
    const entries = Array.from({ length: 9 }, (_, i) => ({
      label: `a group with a name ${i}`,
      colour: '#000000',
      dash: undefined,
      marker: null,
      isLine: true,
    }))
    const { rows, left } = layOutLegend([entries], undefined, { width: 390, rows: 1 })
    expect([rows.length, rows.flat().length + left]).toEqual([1, 9])
    expect(left).toBeGreaterThan(0)
  })
})

test('a label that has no room to say that the axis is logarithmic is whole', () => {
  const label = 'Cross entropy (nats)'
  const size = { height: 50 }
  expect(svgOf([curve('')], { y: { label, scale: 'log' }, size })).toContain(`>${label}</text>`)
  expect(svgOf([curve('')], { y: { label, scale: 'log' }, size: { height: 90 } })).toContain(`>${label} (logarithmic)</text>`)
})

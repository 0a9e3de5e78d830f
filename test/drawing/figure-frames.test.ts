import { describe, expect, test } from 'vitest'
import { drawFigureFrames } from '../../src/drawing/figure-frames.ts'
import type { FigureFrame } from '../../src/drawing/figure-frames.ts'
import { encodeValue } from '../../src/format/tagged-json.ts'

/** What is drawn of files with these contents, one a step. */
async function framesOf(extension: string, ...contents: readonly unknown[]): Promise<readonly FigureFrame[]> {
  const files = contents.map((_, step) => ({ step, file: `tracked/x/${step}.${extension}` }))
  const read = (file: string): string => {
    const content = contents[files.findIndex((one) => one.file === file)]
    return typeof content === 'string' ? content : JSON.stringify(extension === 'chart.json' ? encodeValue(content) : content)
  }
  return await drawFigureFrames(files, { title: 'x', read, signal: new AbortController().signal, onProgress: () => undefined })
}

async function svgsOf(...of: Parameters<typeof framesOf>): Promise<readonly string[]> {
  return (await framesOf(...of)).map((frame) => ('svg' in frame ? frame.svg : ''))
}

/** The texts at the ticks of an axis of ours. */
function ticksOf(svg: string, axis: 'x' | 'y'): readonly string[] {
  const [, texts = ''] = new RegExp(`<g [^>]*aria-label="${axis}-axis tick label">(.*?)</g>`).exec(svg) ?? []
  return [...texts.matchAll(/>([^<]+)<\/text>/g)].map(([, text = '']) => text)
}

const lines = (y: readonly number[], label = 'loss'): object => ({
  type: 'lines',
  x: { label: 'epoch' },
  y: { label },
  lines: [{ label: 'a', x: Float64Array.from(y, (_, i) => i), y: Float64Array.from(y) }],
})

const bars = (values: Readonly<Record<string, number>>, title = 'n'): object => ({
  mark: 'bar',
  data: { values: Object.entries(values).map(([a, n]) => ({ a, n })) },
  encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'n', type: 'quantitative', title } },
})

describe('charts of ours over steps', () => {
  test('have one scale, and their axes in one place', async () => {
    const svgs = await svgsOf('chart.json', lines([1, 0.5]), lines([12_345.678, 9000, 11_000]), lines([Number.NaN, 8000]))
    expect(svgs.map((svg) => ticksOf(svg, 'y'))).toEqual([1, 2, 3].map(() => ['0', '5,000', '10,000']))
    expect(new Set(svgs.map((svg) => ticksOf(svg, 'x').join(' ')))).toEqual(new Set(['0 1 2']))
    // Where the axis of x begins and ends.
    expect(new Set(svgs.map((svg) => /aria-label="rule">(<line [^>]*>)/.exec(svg)?.[1])).size).toBe(1)
  })

  test('keep scales of their own where their axes do not agree, or say where they end', async () => {
    const svgs = await svgsOf('chart.json', lines([1, 2]), lines([100, 200], 'accuracy'))
    expect(svgs.map((svg) => ticksOf(svg, 'y').at(-1))).toEqual(['2', '200'])
    const fixed = { ...lines([1, 2]), y: { label: 'loss', domain: [0, 4] } }
    expect((await svgsOf('chart.json', fixed, lines([1, 2]))).map((svg) => ticksOf(svg, 'y').at(-1))).toEqual(['4', '2'])
  })

  test('that cannot be drawn are left out, and it is said why', async () => {
    const [first, second, third] = await framesOf('chart.json', lines([1]), { type: 'lines', lines: [] }, lines([Number.NaN]))
    expect(first).toHaveProperty('svg')
    expect(second).toEqual({ step: 1, reason: `it is a visual of the type "lines" without "x", expected { label: '…' }` })
    expect(third).toEqual({ step: 2, reason: 'nothing to draw: its only value is not finite' })
  })
})

describe('specifications of Vega-Lite over steps', () => {
  const axisOf = (svg: string, axis: 'X' | 'Y'): readonly string[] => {
    const label = new RegExp(`aria-label="${axis}-axis titled[^"]*"(.*?)role-axis-title`).exec(svg)?.[1] ?? ''
    return [...label.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)
  }

  test('have one scale and one size, categories that come and go included', async () => {
    const svgs = await svgsOf('vl.json', bars({ cat: 3, dog: 4 }), bars({ bird: 80 }))
    expect(svgs.map((svg) => axisOf(svg, 'X'))).toEqual([1, 2].map(() => ['bird', 'cat', 'dog']))
    expect(new Set(svgs.map((svg) => axisOf(svg, 'Y').join(' '))).size).toBe(1)
    expect(axisOf(svgs[0] ?? '', 'Y').at(-1)).toBe('80')
    expect(new Set(svgs.map((svg) => /viewBox="[^"]*"/.exec(svg)?.[0])).size).toBe(1)
  })

  test('keep scales of their own where their axes have other titles', async () => {
    const svgs = await svgsOf('vl.json', bars({ cat: 4 }), bars({ cat: 80 }, 'share'))
    expect(svgs.map((svg) => axisOf(svg, 'Y').at(-1))).toEqual(['4.0', '80'])
  })

  test('that cannot be drawn are left out, and it is said why', async () => {
    const frames = await framesOf('vl.json', bars({ cat: 4 }), { mark: 'nonsense' }, 'no JSON')
    expect(frames.map((frame) => ('reason' in frame ? frame.reason : 'drawn'))).toEqual([
      'drawn',
      expect.stringContaining('Vega-Lite cannot make anything of it'),
      'its file is no JSON',
    ])
  })
})

test('SVG and figures with a title and a legend are drawn as they are', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M0,0"/></svg>'
  expect(await svgsOf('svg', svg)).toEqual([svg])
  const [stacked] = await svgsOf('html', `<figure><h2>Title</h2>${svg}</figure>`)
  expect(stacked).toContain('Title')
  expect(await framesOf('html', '<figure><canvas></canvas></figure>')).toEqual([
    { step: 0, reason: 'the element holds no <svg>' },
  ])
})

import { describe, expect, test } from 'vitest'
import { drawLines } from '../../src/render/charts/draw-lines.ts'
import { drawTiles } from '../../src/render/charts/draw-tiles.ts'
import { STYLE } from '../../src/report/style.ts'
import { loadPlot } from '../../src/render/charts/plot.ts'

await loadPlot()

/** Relative luminance as WCAG defines it. */
function luminance(color: string): number {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit) : (color.slice(1).match(/../g) ?? [])
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const themes = [...STYLE.matchAll(/:root\{color-scheme:(\w+);([^}]*)\}/g)].map(([, name = '', variables = '']) => ({
  name,
  colors: Object.fromEntries([...variables.matchAll(/--(\w+):(#\w+)/g)].map(([, key = '', value = '']) => [key, value])),
}))

test('there is a light theme and a dark one, and paper is always light', () => {
  expect(themes.map(({ name }) => name)).toEqual(['light', 'dark'])
  expect(STYLE).toContain('@media screen and (prefers-color-scheme:dark)')
  expect(STYLE).toContain('@media print')
})

describe.each(themes)('in the $name theme', ({ colors }) => {
  test.each(['ink', 'muted', 'link', 'done', 'failed', 'running', 'caution'])('%s can be read', (name) => {
    expect(contrast(colors[name] ?? '', colors['page'] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['ink', 'muted', 'link'])('%s can be read in boxes', (name) => {
    expect(contrast(colors[name] ?? '', colors['soft'] ?? '')).toBeGreaterThanOrEqual(4.5)
  })
})

test('charts of ours take the colours of the dark page, and what they draw is told from it', () => {
  const dark = themes[1]?.colors['page'] ?? ''
  const drawn = [...STYLE.matchAll(/\.drawing\.own \[fill="([^"]+)" i\]\{fill:([^}]+)\}/g)].map(([, from = '', to = '']) => ({
    from,
    to,
  }))
  expect(drawn.find(({ from }) => from === '#ffffff')?.to).toBe(dark)
  expect(drawn.map(({ from }) => from)).toEqual(expect.arrayContaining(['#1f2328', '#59636e', '#d8dee4', '#0072b2']))
  for (const { from, to } of drawn.filter(({ from: light }) => !/#ffffff|#d8dee4/.test(light))) {
    expect(contrast(to, dark), from).toBeGreaterThanOrEqual(4.5)
  }
})

test('numbers on coloured cells and the figures of others keep their colours; those stand on a light card', () => {
  const recoloured = [...STYLE.matchAll(/(\S+) \[(?:fill|stroke|color|stop-color)="([^"]+)" i\]/g)]
  expect(new Set(recoloured.map(([, where]) => where))).toEqual(new Set(['.drawing.own']))
  expect(recoloured.map(([, , colour]) => colour)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(?:#000|#fff|black|white)$/)]),
  )
  expect(STYLE).toMatch(/\.drawing:not\(\.own\)[^{]*\{color-scheme:light;color:#1f2328;background:#fff;/)
  const { svg } = drawTiles({
    type: 'tiles',
    title: 'm',
    colour: { label: 'm' },
    tiles: [{ label: 'm', rows: 2, columns: 2, values: [0, 1, 2, 3] }],
  }) as { readonly svg: string }
  expect(new Set([...svg.matchAll(/dy="0.35em" fill="([^"]+)"/g)].map(([, colour]) => colour))).toEqual(new Set(['#000', '#fff']))
})

describe('on paper', () => {
  const print = STYLE.slice(STYLE.indexOf('@media print'))

  test('headings and the heads of tables stay with what follows', () => {
    expect(print).toMatch(/h2,figcaption,caption,thead[^{]*\{break-after:avoid\}/)
  })

  test('long texts are whole, and what is folded up is left out, of whatever it is', () => {
    expect(STYLE).toContain('.beginning{max-height:24rem}')
    expect(print).toMatch(/\.beginning,\.scroll:has\(>\.data\)\{max-height:none;overflow:visible/)
    expect(print).toMatch(/details\.parts:not\(\[open\]\),details\.system:not\(\[open\]\)\{display:none\}/)
  })
})

test.each(['black', '#000', '#000000', 'Black'])('a line that is %s can be seen on a dark page', (colour) => {
  const axis = { label: 'x' }
  const { svg } = drawLines({
    type: 'lines',
    title: 't',
    x: axis,
    y: axis,
    lines: [{ label: 'a', x: [0, 1], y: [0, 1], colour }],
  }) as {
    readonly svg: string
  }
  expect(svg).toContain('stroke="#000000"')
  expect(STYLE).toContain('.drawing.own [stroke="#000000" i]{stroke:#e6edf3}')
})

test('nothing is loaded from elsewhere, and braces are closed', () => {
  expect(STYLE).not.toMatch(/url\(|@import|@font-face|<|expression/)
  expect(STYLE.split('{').length).toBe(STYLE.split('}').length)
})

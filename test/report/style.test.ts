import { describe, expect, test } from 'vitest'
import { STYLE } from '../../src/report/style.ts'

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

test('drawings take the colours of the dark page, and what they draw is told from it', () => {
  const dark = themes[1]?.colors['page'] ?? ''
  const drawn = [...STYLE.matchAll(/\.drawing \[fill="([^"]+)" i\]\{fill:([^}]+)\}/g)].map(([, from = '', to = '']) => ({
    from,
    to,
  }))
  expect(drawn.find(({ from }) => from === '#ffffff')?.to).toBe(dark)
  expect(drawn.map(({ from }) => from)).toEqual(expect.arrayContaining(['#1f2328', '#59636e', '#d8dee4', '#0072b2']))
  for (const { from, to } of drawn.filter(({ from: light }) => !/white|#fff|#d8dee4/.test(light))) {
    expect(contrast(to, dark), from).toBeGreaterThanOrEqual(4.5)
  }
})

test('nothing is loaded from elsewhere, and braces are closed', () => {
  expect(STYLE).not.toMatch(/url\(|@import|@font-face|<|expression/)
  expect(STYLE.split('{').length).toBe(STYLE.split('}').length)
})

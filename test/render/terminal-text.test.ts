import { expect, test } from 'vitest'
import { colorsFor } from '../../src/render/colors.ts'
import { renderPanel } from '../../src/render/panel.ts'
import { terminalText } from '../../src/render/terminal-text.ts'

const HOSTILE = 'a\u001b[2J\u001b]0;title\u0007\u009b31m\rb\u0008'

test('nothing talks to the terminal but our own colours; lines and tabs stay', () => {
  const colors = colorsFor({ isTTY: true }, {})
  expect(terminalText(`${colors.red('red')}\t${colors.bold('x')}\n`)).toBe(`${colors.red('red')}\t${colors.bold('x')}\n`)
  expect(terminalText(HOSTILE)).toBe('a␛[2J␛]0;title␇�31m␍b␈')
})

test('nor does what a panel was given', () => {
  const rows = [
    { label: 'x', text: HOSTILE },
    { label: 'y', text: HOSTILE, isWhole: true },
    { label: 'z', text: HOSTILE, url: 'file:///x' },
  ]
  const style = { colors: colorsFor({ isTTY: false }, {}), columns: 80, links: false }
  // oxlint-disable-next-line no-control-regex
  expect(renderPanel({ title: HOSTILE, tone: 'bad', rows }, style)).not.toMatch(/[\0-\x08\x0B-\x1F\x7F-\x9F]/)
})

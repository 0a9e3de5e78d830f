import { describe, expect, test } from 'vitest'
import { colorsFor } from '../../src/render/colors.ts'
import { renderPanel } from '../../src/render/panel.ts'
import type { Panel } from '../../src/render/panel.ts'

const plain = { colors: colorsFor({}, {}), columns: 40, links: false }
const panel: Panel = {
  title: 'word_count',
  tone: 'good',
  rows: [
    { label: 'about', text: 'Counts words\n  in texts.' },
    { label: 'archive', text: 'results/word_count/a-very-long-name-that-is-not-cut', url: 'file:///there' },
  ],
}

describe('a panel', () => {
  test('has a title, rows with aligned labels, and one line for each', () => {
    expect(renderPanel(panel, plain)).toBe(
      '┌ word_count\n│ about    Counts words in texts.\n└ archive  results/word_count/a-very-long-name-that-is-not-cut\n',
    )
  })

  test('cuts what does not fit, but no path', () => {
    const long: Panel = { ...panel, title: 't'.repeat(50), rows: [{ label: 'error', text: 'x'.repeat(100) }] }
    for (const line of renderPanel(long, plain).trimEnd().split('\n')) {
      expect(line).toHaveLength(39)
      expect(line.endsWith('…')).toBe(true)
    }
  })

  test('writes what is whole in as many lines as it takes', () => {
    const text = `${'word '.repeat(12)}${'x'.repeat(50)}`
    const whole: Panel = { ...panel, title: 'x', rows: [{ label: 'warning', text, isWhole: true }] }
    expect(renderPanel(whole, plain)).toBe(
      `┌ x\n│ warning  word word word word word\n│          word word word word word\n│          word word\n└          ${'x'.repeat(50)}\n`,
    )
  })

  test('links paths where that is understood, and colours by its tone', () => {
    const drawn = renderPanel(panel, { ...plain, colors: colorsFor({ isTTY: true }, {}), links: true })
    expect(drawn).toContain('\u001b]8;;file:///there\u001b\\results')
    expect(drawn).toContain('\u001b[32m┌\u001b[39m')
    expect(renderPanel({ ...panel, tone: 'bad' }, { ...plain, colors: colorsFor({ isTTY: true }, {}) })).toContain('\u001b[31m┌')
  })

  test('without rows is its title', () => {
    expect(renderPanel({ title: 'x', tone: 'neutral', rows: [] }, plain)).toBe('┌ x\n')
  })
})

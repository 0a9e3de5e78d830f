import { expect, test } from 'vitest'
import { sayDrawn } from '../../src/drawing/say-drawn.ts'
import type { VisualRecord } from '../../src/format/visuals.ts'

function drawn(title: string, form: VisualRecord['form'] = 'plot', group: VisualRecord['group'] = 'tracked'): VisualRecord {
  return {
    title,
    form,
    group,
    series: [{ name: title, context: null }],
    files: [],
    alt: '',
    note: form === 'note' ? `${title}!` : null,
  }
}

test('pictures of what the experiment tracked are counted, those of the machine are not', () => {
  const visuals = [drawn('loss'), drawn('mine', 'plot', 'own'), drawn('system/cpu', 'plot', 'system')]
  expect(sayDrawn({ visuals, failed: [] })).toBe('2 pictures in visuals/')
  expect(sayDrawn({ visuals: visuals.slice(2), failed: [] })).toBe(null)
})

test('series of which there is nothing to draw are named; what failed is said elsewhere', () => {
  const visuals = [drawn('loss'), drawn('nan', 'note'), drawn('bad', 'note')]
  expect(sayDrawn({ visuals, failed: ['bad!'] })).toBe('1 picture in visuals/; nothing to draw of nan')
  const many = Array.from({ length: 7 }, (_, i) => drawn(`n${i}`, 'note'))
  expect(sayDrawn({ visuals: many, failed: [] })).toBe('nothing to draw of n0, n1, n2, n3, n4 and 2 more')
})

import { expect, test } from 'vitest'
import { groupLines } from '../../src/drawing/group-lines.ts'
import type { SeriesSummary } from '../../src/format/series.ts'

const lines = (
  keys: Readonly<Record<string, readonly (string | number)[]>>,
  names = ['loss'],
): readonly Pick<SeriesSummary, 'name' | 'context'>[] => {
  let contexts: Record<string, string | number>[] = [{}]
  for (const [key, values] of Object.entries(keys))
    contexts = contexts.flatMap((context) => values.map((value) => ({ ...context, [key]: value })))
  return names.flatMap((name) => contexts.map((context) => ({ name, context })))
}
const groups = (...of: Parameters<typeof lines>): readonly string[] | null => {
  const found = groupLines(lines(...of))
  return found === null ? null : [...new Set(found)]
}

test.each([
  [
    'what repetitions have in common',
    { temperature: [2.2, 2.3, 2.4], seed: [1, 2] },
    ['temperature=2.2', 'temperature=2.3', 'temperature=2.4'],
  ],
  [
    'all of it',
    { model: ['a', 'b'], rate: [1, 2], fold: [0, 1] },
    ['model=a,rate=1', 'model=a,rate=2', 'model=b,rate=1', 'model=b,rate=2'],
  ],
  ['the key that says least', { layer: [1, 2, 3, 4, 5], split: ['train', 'val'] }, ['split=train', 'split=val']],
  ['nothing where lines differ in one thing', { seed: [1, 2, 3, 4] }, null],
])('lines are grouped by %s', (_, keys, expected) => {
  expect(groups(keys)).toEqual(expected)
})

test('lines of several names are grouped by these', () => {
  expect(groups({ seed: [1, 2, 3] }, ['loss/train', 'loss/val'])).toEqual(['train', 'val'])
})

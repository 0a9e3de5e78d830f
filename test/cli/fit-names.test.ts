import { expect, test } from 'vitest'
import { fitNames } from '../../src/cli/fit-names.ts'

const NAMES = ['study/2026-12-01_05-53-50_xenl-runs/y4li', 'study/2026-12-01_05-53-50_xenl-runs/szlg', 'w/first']

test('names of runs are whole where there is room for them', () => {
  expect(fitNames(NAMES, 40)).toEqual(NAMES)
  expect(fitNames(NAMES, Infinity)).toEqual(NAMES)
})

test('of long names the middle is left out, but never more than says which run it is', () => {
  expect(fitNames(NAMES, 36)).toEqual(['study/2026-12-01_0…50_xenl-runs/y4li', 'study/2026-12-01_0…50_xenl-runs/szlg', 'w/first'])
  expect(fitNames(NAMES, 5)[0]).toBe('study/2026-1…l-runs/y4li')
})

test('names that would be the same then stay whole', () => {
  const alike = [`${'a'.repeat(30)}1${'b'.repeat(30)}`, `${'a'.repeat(30)}2${'b'.repeat(30)}`]
  expect(fitNames(alike, 36)).toEqual(alike)
})

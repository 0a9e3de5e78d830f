import { expect, test } from 'vitest'
import { findRule, isNear, parseTolerance, readTolerances } from '../../src/format/tolerance.ts'

test.each([
  ['loss/*=1e-6', { pattern: 'loss/*', how: 'numbers', relative: 1e-6, absolute: 0 }],
  ['a=b=absolute:0.5', { pattern: 'a=b', how: 'numbers', relative: 0, absolute: 0.5 }],
  ['a=relative:0', { pattern: 'a', how: 'numbers', relative: 0, absolute: 0 }],
  ['time/*=ignore', { pattern: 'time/*', how: 'ignore' }],
  ['*.png=pixels', { pattern: '*.png', how: 'pixels' }],
])('%s is read from a command line', (text, rule) => {
  expect(parseTolerance(text)).toMatchObject({ text, ...rule })
})

test.each(['loss', '=1', 'loss=', 'loss= ', 'loss=-1', 'loss=NaN', 'loss=a bit', 'loss=absolute:', 'loss=factor:2'])(
  '%s is refused with what was written (TOLERANCE_INVALID)',
  (text) => {
    expect(() => parseTolerance(text)).toThrow(expect.objectContaining({ code: 'TOLERANCE_INVALID' }))
    expect(() => parseTolerance(text)).toThrow(`The tolerance ${text} cannot be used`)
  },
)

test('a misspelt key of a tolerance from code is refused', () => {
  const tolerances: Record<string, never> = JSON.parse('{"loss": {"relativ": 1}}')
  expect(() => readTolerances(tolerances)).toThrow('loss={"relativ":1}')
})

test('a name stands for itself alone, * for one level, ** for all, and a pattern without / for any folder', () => {
  const found = (name: string, ...patterns: string[]): string | undefined =>
    findRule(readTolerances(Object.fromEntries(patterns.map((pattern) => [pattern, 1]))), name)?.pattern
  expect(found('loss', 'loss')).toBe('loss')
  expect(found('val/loss', 'loss')).toBeUndefined()
  expect(found('val/loss', 'val/*')).toBe('val/*')
  expect(found('val/a/loss', 'val/*')).toBeUndefined()
  expect(found('val/a/loss', '*')).toBe('*')
  expect(found('loss', '*', 'loss', 'l*')).toBe('l*')
})

test('relative and absolute add up, and NaN is near to nothing', () => {
  const rule = { text: '', pattern: '', how: 'numbers', relative: 0.1, absolute: 1 } as const
  expect([isNear(10, 12, rule), isNear(10, 12.1, rule), isNear(0, 1, rule), isNear(1, Number.NaN, rule)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(isNear(Infinity, 1, { ...rule, absolute: 0 })).toBe(false)
})

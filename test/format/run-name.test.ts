import { expect, test } from 'vitest'
import { checkNameSegment, checkNamespace } from '../../src/format/run-name.ts'

const refused = (what: string, reason: string): unknown =>
  expect.objectContaining({
    code: 'NAME_INVALID',
    message: expect.stringContaining(reason),
    details: expect.objectContaining({ what }),
  })

test.each(['baseline', 'a b', '.x', '2026-11-23', 'é'])('the name %s can be used', (name) => {
  expect(checkNameSegment('name', name)).toBe(name)
})

test.each([
  ['', 'empty'],
  ['a/b', 'slash'],
  ['..', 'names no file'],
  ['a\\b', 'backslash'],
  ['con', 'reserves'],
  ['x.', 'dot'],
  ['.runlab', 'belong to runlab'],
  ['node_modules', 'not searched'],
  ['.GIT', 'not searched'],
  ['a'.repeat(256), '255'],
])('the prefix %j is refused: %s', (name, reason) => {
  expect(() => checkNameSegment('prefix', name)).toThrow(refused('prefix', reason))
})

test('a namespace may have slashes', () => {
  expect(checkNamespace('a/b/c')).toBe('a/b/c')
})

test.each([
  ['', 'empty'],
  ['/a', 'empty'],
  ['a//b', 'empty'],
  ['a/', 'empty'],
  ['a/../b', 'names no file'],
  ['a/nul/b', 'reserves'],
  ['.runlab/a', 'belong to runlab'],
])('the namespace %j is refused: %s', (name, reason) => {
  expect(() => checkNamespace(name)).toThrow(refused('namespace', reason))
})

import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commonFolder } from '../../src/internal/common-folder.ts'
import { findUpward } from '../../src/internal/find-upward.ts'
import { isInside } from '../../src/internal/is-inside.ts'

test.each([
  ['/a/b', '/a/b', true],
  ['/a/b', '/a/b/c', true],
  ['/a/b', '/a/bc', false],
  ['/a/b', '/a', false],
  ['/', '/a', true],
])('isInside(%s, %s) is %s', (folder, path, expected) => {
  expect(isInside(folder, path)).toBe(expected)
})

test('commonFolder is the deepest folder that holds all', () => {
  expect(commonFolder(['/a/b/c', '/a/b', '/a/b/d/e'])).toBe('/a/b')
  expect(commonFolder(['/a/bc', '/a/b'])).toBe('/a')
  expect(commonFolder(['/a', '/b'])).toBe('/')
  expect(commonFolder([])).toBeNull()
})

test('findUpward finds the nearest of several names, and looks no further than it is told', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-')))
  const deep = join(folder, 'a', 'b')
  mkdirSync(deep, { recursive: true })
  for (const name of ['one', 'a/two', 'a/three']) writeFileSync(join(folder, name), '')
  expect(findUpward(deep, ['one', 'three', 'two'])).toBe(join(folder, 'a', 'three'))
  expect(findUpward(deep, ['one'])).toBe(join(folder, 'one'))
  expect(findUpward(deep, ['one'], join(folder, 'a'))).toBeNull()
  expect(findUpward(deep, ['two'], join(folder, 'a'))).toBe(join(folder, 'a', 'two'))
})

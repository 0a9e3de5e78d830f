import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolders } from '../../src/internal/make-folders.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

test('folders are made below the base, again and again', () => {
  const base = tempFolder()
  expect(makeFolders(base, 'a/b')).toBe(join(base, 'a', 'b'))
  expect(makeFolders(base, 'a/b/c')).toBe(join(base, 'a', 'b', 'c'))
  expect(makeFolders(base, '.')).toBe(base)
  expect(existsSync(join(base, 'a/b/c'))).toBe(true)
})

test('a base that is gone is not made anew', () => {
  const base = join(tempFolder(), 'gone')
  expect(() => makeFolders(base, 'a')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  expect(existsSync(base)).toBe(false)
})

test('a file in the way is an error', () => {
  const base = tempFolder()
  writeFileSync(join(base, 'a'), '')
  expect(() => makeFolders(base, 'a/b')).toThrow(expect.objectContaining({ code: 'ENOTDIR' }))
})

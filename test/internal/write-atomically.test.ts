import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeAtomically, writeJsonAtomically } from '../../src/internal/write-atomically.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

test('a file is made, then replaced by a new file, and nothing else stays', () => {
  const folder = tempFolder()
  const path = join(folder, 'a.txt')
  writeAtomically(path, 'one')
  const first = statSync(path).ino
  writeAtomically(path, Uint8Array.of(50))
  expect(readFileSync(path, 'utf8')).toBe('2')
  expect(statSync(path).ino).not.toBe(first)
  expect(readdirSync(folder)).toEqual(['a.txt'])
})

test('JSON has two spaces a level and a newline at its end', () => {
  const path = join(tempFolder(), 'a.json')
  writeJsonAtomically(path, { a: [1] })
  expect(readFileSync(path, 'utf8')).toBe('{\n  "a": [\n    1\n  ]\n}\n')
})

test('where it cannot be written, the error says why and the old content stays', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'a.txt'), 'old')
  mkdirSync(join(folder, 'taken'))
  writeFileSync(join(folder, 'taken', 'x'), '')
  const unwritable = (reason: string): unknown =>
    expect.objectContaining({ code: 'ARCHIVE_UNWRITABLE', message: expect.stringContaining(reason) })
  expect(() => writeAtomically(join(folder, 'missing', 'a.txt'), 'x')).toThrow(unwritable('the folder does not exist'))
  expect(() => writeAtomically(join(folder, 'a.txt', 'b'), 'x')).toThrow(unwritable('is a file, not a folder'))
  expect(() => writeAtomically(join(folder, 'taken'), 'x')).toThrow(unwritable('it is a folder'))
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['a.txt', 'taken'])
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readCode } from '../../../src/archive/documents/read-code.ts'
import type { CodeContent } from '../../../src/archive/documents/read-code.ts'
import { tempFolder } from '../support/temp-folder.ts'

let [folder, outside] = ['', '']

beforeEach(() => {
  const top = tempFolder()
  folder = join(top, 'run')
  outside = join(top, 'outside')
  mkdirSync(join(folder, 'code/lib'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret.ts'), 'secret')
})

const read = (path: string, largest = 100): CodeContent => readCode({ folder, path, largest })

test('a captured file is read as text', () => {
  writeFileSync(join(folder, 'code/lib/é.ts'), 'const é = 1\n')
  expect(read('lib/é.ts')).toEqual({ state: 'text', text: 'const é = 1\n' })
})

test('what is no text is binary', () => {
  writeFileSync(join(folder, 'code/zero.wasm'), Buffer.from([0x61, 0, 0x62]))
  writeFileSync(join(folder, 'code/latin.ts'), Buffer.from([0x61, 0xe9, 0x62]))
  expect(read('zero.wasm')).toEqual({ state: 'binary', size: 3 })
  expect(read('latin.ts')).toEqual({ state: 'binary', size: 3 })
})

test('no more is read than asked for', () => {
  writeFileSync(join(folder, 'code/a.ts'), 'x'.repeat(101))
  expect(read('a.ts')).toEqual({ state: 'large', size: 101 })
  expect(read('a.ts', 101)).toMatchObject({ state: 'text' })
})

test('a link inside of the run is followed, one out of it is not', () => {
  writeFileSync(join(folder, 'code/a.ts'), 'a')
  symlinkSync('a.ts', join(folder, 'code/inside.ts'))
  symlinkSync(join(outside, 'secret.ts'), join(folder, 'code/file.ts'))
  symlinkSync(outside, join(folder, 'code/folder'))
  expect(read('inside.ts')).toEqual({ state: 'text', text: 'a' })
  const refused = { state: 'unreadable', reason: 'a link leads out of the run' }
  expect([read('file.ts'), read('folder/secret.ts')]).toEqual([refused, refused])
})

test('what is missing, a folder or a pipe is said', () => {
  execFileSync('/bin/sh', ['-c', 'mkfifo "$1"', '-', join(folder, 'code/pipe')])
  expect(read('gone.ts')).toEqual({ state: 'unreadable', reason: 'it is not there any more' })
  expect(read('lib')).toEqual({ state: 'unreadable', reason: 'it is no file' })
  expect(read('pipe')).toEqual({ state: 'unreadable', reason: 'it is no file' })
  symlinkSync('circle.ts', join(folder, 'code/circle.ts'))
  expect(read('circle.ts')).toMatchObject({ state: 'unreadable' })
})

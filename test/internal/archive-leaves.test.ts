import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RunlabError } from '../../src/errors.ts'
import { asUnwritable } from '../../src/internal/as-unwritable.ts'
import { defineOwn } from '../../src/internal/define-own.ts'
import { formatLocalTime } from '../../src/internal/format-local-time.ts'
import { makeFolderExclusively } from '../../src/internal/make-folder-exclusively.ts'
import { once } from '../../src/internal/once.ts'
import { statIfThere } from '../../src/internal/stat-if-there.ts'
import { systemErrorCode } from '../../src/internal/system-error-code.ts'
import { systemErrorReason } from '../../src/internal/system-error-reason.ts'
import { tryRemove } from '../../src/internal/try-remove.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('an error of the system', () => {
  const missing = thrownBy(() => readFileSync('/no/such/file'))

  test('is told from other errors, also from those that have a code', () => {
    expect(systemErrorCode(missing)).toBe('ENOENT')
    expect(systemErrorCode(new Error('x'))).toBeNull()
    expect(systemErrorCode(thrownBy(() => new URL('nonsense')))).toBeNull()
    expect(systemErrorCode('ENOENT')).toBeNull()
  })

  test('is put in words, with its code', () => {
    expect(systemErrorReason(missing)).toBe('the folder does not exist (any more) (ENOENT)')
    const rare = Object.assign(new Error('EXOTIC: a rare thing'), { code: 'EXOTIC', syscall: 'open' })
    expect(systemErrorReason(rare)).toBe('EXOTIC: a rare thing')
    expect(systemErrorReason(new Error('x'))).toBeNull()
  })

  test('becomes ARCHIVE_UNWRITABLE with it as cause; others stay as they are', () => {
    const coded = asUnwritable(missing, '/archive/x')
    expect(coded).toBeInstanceOf(RunlabError)
    expect(coded).toMatchObject({ code: 'ARCHIVE_UNWRITABLE', cause: missing, details: { path: '/archive/x' } })
    const other = new Error('x')
    expect(asUnwritable(other, '/archive/x')).toBe(other)
    expect(asUnwritable(coded, '/elsewhere')).toBe(coded)
  })
})

test('local time has two digits for all that needs them', () => {
  expect(formatLocalTime(new Date(2026, 0, 2, 3, 4, 5, 6))).toBe('2026-01-02 03:04:05.006')
  expect(formatLocalTime(new Date(2026, 10, 23, 15, 24, 12, 345))).toBe('2026-11-23 15:24:12.345')
})

test('what is made once is made at the first call, and again only after a failure', () => {
  let calls = 0
  const value = once(() => {
    calls++
    if (calls === 1) throw new Error('not yet')
    return undefined
  })
  expect(calls).toBe(0)
  expect(value).toThrow('not yet')
  expect([value(), value(), calls]).toEqual([undefined, undefined, 2])
})

test('an own property __proto__ does not change the prototype', () => {
  const object: Record<string, unknown> = {}
  defineOwn(object, '__proto__', { a: 1 })
  defineOwn(object, 'b', 2)
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  expect(JSON.stringify(object)).toBe('{"__proto__":{"a":1},"b":2}')
})

test('a folder is made by one caller only', () => {
  const folder = join(tempFolder(), 'a')
  expect(makeFolderExclusively(folder)).toBe(true)
  expect(makeFolderExclusively(folder)).toBe(false)
  expect(() => makeFolderExclusively(join(folder, 'b', 'c'))).toThrow(expect.objectContaining({ code: 'ARCHIVE_UNWRITABLE' }))
})

test('nothing lies where the path ends early, goes through a file, or in a circle', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'file'), 'abc')
  symlinkSync('circle', join(folder, 'circle'))
  symlinkSync('file', join(folder, 'link'))
  for (const name of ['none', 'file/below', 'circle']) expect(statIfThere(join(folder, name))).toBeUndefined()
  expect(statIfThere(join(folder, 'link'))?.size).toBe(3)
  expect(statIfThere(join(folder, 'link'), 'look at')?.isSymbolicLink()).toBe(true)
  expect(statIfThere(join(folder, 'circle'), 'look at')?.isSymbolicLink()).toBe(true)
})

test('tidying up removes what it can and is silent about the rest', () => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'a', 'b'), { recursive: true })
  writeFileSync(join(folder, 'file'), '')
  for (const name of ['a', 'none', 'file/below']) tryRemove(join(folder, name))
  expect(readdirSync(folder)).toEqual(['file'])
})

import { expect, test } from 'vitest'
import { describeSyntaxError } from '../../src/snapshot/syntax-error.ts'

test('a syntax error is described with its place and the lines around', async () => {
  const text = "import a from 'a'\n\nconst x = 1\n\tconst y = ;\nconst z = 3\n"
  expect(await describeSyntaxError('a.ts', text)).toEqual({
    message: 'Unexpected token',
    line: 4,
    column: 12,
    frame: ['  2 |', '  3 | const x = 1', '> 4 |   const y = ;', '    |             ^', '  5 | const z = 3', '  6 |'].join('\n'),
  })
})

test('its column counts as editors do, behind letters beyond the basic plane', async () => {
  expect(await describeSyntaxError('a.js', "const a = '𝒳é' +;")).toMatchObject({ line: 1, column: 18 })
})

test('a name declared twice is described: it parses, but does not compile', async () => {
  expect(await describeSyntaxError('a.ts', 'const a = 1\nconst a = 2\n')).toMatchObject({
    line: 1,
    message: expect.stringContaining('already been declared'),
  })
})

test.each([
  ['a.ts', 'enum A { B }\nexport const a = <T,>(x: T): T => x\n@dec class C { constructor(private x: number) {} }'],
  ['a.tsx', 'export const a = <p>{1}</p>'],
  ['a.js', 'export const a = <p>{1}</p>\nawait a'],
  ['a.cjs', 'return 1'],
  ['a.cts', 'const a: number = 1\nmodule.exports = a'],
  ['a.mts', '\uFEFF#!/usr/bin/env node\n'.slice(1)],
])('nothing is said of %s without an error', async (file, text) => {
  expect(await describeSyntaxError(file, text)).toBeNull()
})

test('types are errors in JavaScript', async () => {
  expect(await describeSyntaxError('a.js', 'const a: number = 1')).toMatchObject({ line: 1, column: 7 })
})

import { expect, test } from 'vitest'
import { maskValues } from '../../src/secrets/mask-values.ts'
import { Redactor } from '../../src/secrets/redactor.ts'

const SECRET = 'a-secret-0815'
const redactor = new Redactor([SECRET, 'quantitative'])

test('texts and keys at any depth are masked, and nothing else is changed', () => {
  const numbers = new Float64Array([1, 2])
  const given = { a: [`x ${SECRET}`, 1, null, true], [SECRET]: new Map([[SECRET, new Set([SECRET])]]), numbers }
  const masked = maskValues(redactor, given)
  expect(masked).toEqual({ a: ['x ***', 1, null, true], '***': new Map([['***', new Set(['***'])]]), numbers })
  expect(masked.numbers).toBe(numbers)
  expect(given.a[0]).toBe(`x ${SECRET}`)
})

test('two keys that are masked stay two, whatever they are', () => {
  expect(maskValues(redactor, { '***': 0, [SECRET]: 1, [Buffer.from(SECRET).toString('base64')]: 2 })).toEqual({
    '***': 0,
    '*** 2': 1,
    '*** 3': 2,
  })
})

test('a word that says what something is stays, also where a password is that word; elsewhere it is masked', () => {
  const axis = { type: 'quantitative', title: 'quantitative', scale: { type: 'quantitative' } }
  expect(maskValues(redactor, axis)).toEqual({ type: 'quantitative', title: '***', scale: { type: 'quantitative' } })
  expect(maskValues(redactor, { type: SECRET })).toEqual({ type: '***' })
})

test('an element becomes its HTML without secrets, and other instances stay', () => {
  class Element {
    readonly outerHTML = `<svg>${SECRET}</svg>`
  }
  const date = new Date(0)
  expect(maskValues(redactor, [new Element(), date])).toEqual([{ outerHTML: '<svg>***</svg>' }, date])
})

test('a value that holds itself is masked, and holds its copy', () => {
  const given: { text: string; self?: unknown } = { text: SECRET }
  given.self = given
  const masked = maskValues(redactor, given)
  expect(masked.text).toBe('***')
  expect(masked.self).toBe(masked)
})

test('what is fixed stays, as the path of a file does', () => {
  expect(maskValues(redactor, [{ file: SECRET, title: SECRET }], { fixed: new Set(['file']) })).toEqual([
    { file: SECRET, title: '***' },
  ])
})

test('secrets are found as pages and SVG hold them', () => {
  const one = new Redactor([`a"b&c<d'e>`])
  for (const text of ['a"b&amp;c&lt;d\'e>', 'a&quot;b&amp;c&lt;d&#39;e&gt;', 'a"b&amp;c&lt;d\'e&gt;'])
    expect(one.mask(text)).toBe('***')
})

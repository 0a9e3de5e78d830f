import { describe, expect, test } from 'vitest'
import { json } from '../../src/format/json-parsers.ts'
import { parseJsonText } from '../../src/format/parse-json-text.ts'

describe('JSON that is made to harm', () => {
  test('a string of 30 MB beside a bare NaN is read', () => {
    const long = 'w'.repeat(30_000_000)
    expect(parseJsonText(`{"a":"${long}","b":NaN}`, 'x.json')).toEqual({ a: long, b: { $runlab: 'Number', value: 'NaN' } })
  })

  test('bare numbers in strings stay what they are, quotes in strings too', () => {
    const text = String.raw`{"NaN":"Infinity \" NaN \\","b":-Infinity,"c":["\\\"",Infinity]}`
    const number = (value: string) => ({ $runlab: 'Number', value })
    expect(parseJsonText(text, 'x.json')).toEqual({
      NaN: String.raw`Infinity " NaN \ `.trimEnd(),
      b: number('-Infinity'),
      c: ['\\"', number('Infinity')],
    })
    expect(() => parseJsonText('{"a":NaN,"b', 'x.json')).toThrow('it is no JSON')
  })

  test('what is nested deeper than a value can be is an error', () => {
    const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
    expect(() => json(nested(100_000), { file: 'x.json', key: 'value' })).toThrow('"value" is nested deeper than 500 levels')
    expect(json(nested(400), { file: 'x.json' })).toBeDefined()
  })
})

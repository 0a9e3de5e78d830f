import { describe, expect, test } from 'vitest'
import { findJsonFault } from '../../src/parameters/text/json-fault.ts'
import { readJsonText } from '../../src/parameters/text/json-text.ts'

describe('what is wrong with JSON', () => {
  test.each([
    ['', 'it is empty'],
    [' ', 'it is empty'],
    ['{', 'it ends too early'],
    ['[1,', 'it ends too early'],
    ['{"a"', 'it ends too early'],
    ['{"a":1', 'it ends too early'],
    ['abc', 'unexpected "a" at character 1'],
    ['[1 2]', 'unexpected "2" at character 4'],
    ['[1,]', 'unexpected "]" at character 4'],
    ['[,]', 'unexpected "," at character 2'],
    ['{"a":1,}', 'unexpected "}" at character 8'],
    ['{"a" 1}', 'unexpected "1" at character 6'],
    ['{a:1}', 'unexpected "a" at character 2'],
    ['{1:1}', 'unexpected "1" at character 2'],
    ['[1}', 'unexpected "}" at character 3'],
    ['1 1', 'unexpected "1" at character 3'],
    ['01', 'unexpected "1" at character 2'],
    ['+1', 'unexpected "+" at character 1'],
    ['"abc', 'a text that does not end at character 1'],
    ['[1 "a"]', 'unexpected "\\"" at character 4'],
    ["['a']", 'a single quote, where JSON has double ones, at character 2'],
    ['[NaN]', 'unexpected "N" at character 2'],
    ['[💥]', 'unexpected "💥" at character 2'],
    ['['.repeat(100_000), 'it ends too early'],
  ])('in %j is found', (text, fault) => {
    expect(readJsonText(text)).toEqual({ ok: false, fault })
  })

  test.each(['{"a":[1,-2.5e+3,{"b":null}],"c":"\\u00e9\\n"}', ' [ ] ', '{}', '"a"', 'true', '0', '[[],{}]'])(
    'in %j is nothing',
    (text) => {
      expect(findJsonFault(text)).toBeNull()
      expect(readJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) })
    },
  )
})

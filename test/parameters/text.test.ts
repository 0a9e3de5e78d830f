import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { param } from '../../src/parameters/param.ts'
import { problemsOf, readText } from './resolving.ts'

type Text = string | readonly string[]

/** What a definition reads: text and value. */
const READ: Readonly<Record<string, readonly [unknown, readonly (readonly [Text, unknown])[]]>> = {
  'a number': [
    param.number(1),
    [
      ['5', 5],
      ['-0.5', -0.5],
      ['+2', 2],
      ['1e-3', 0.001],
      ['1E3', 1000],
      ['.5', 0.5],
      ['5.', 5],
      [' 5 ', 5],
      ['007', 7],
      ['-0', -0],
      ['Infinity', Infinity],
      ['-Infinity', -Infinity],
      ['NaN', NaN],
      [['1', '2'], 2],
    ],
  ],
  'a plain number': [50, [['0.5', 0.5]]],
  'an integer': [
    param.integer(1),
    [
      ['1e6', 1_000_000],
      ['1.50e1', 15],
      [' 7 ', 7],
      ['-3', -3],
      ['3.0', 3],
      ['0', 0],
      ['0e99999999', 0],
      ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ],
  ],
  'a boolean': [
    false,
    [
      ['true', true],
      ['YES', true],
      ['on', true],
      [' true ', true],
      ['1', true],
      ['false', false],
      ['no', false],
      ['Off', false],
      ['0', false],
    ],
  ],
  'a string': [
    'x',
    [
      ['', ''],
      [' a b ', ' a b '],
      ['1', '1'],
      ['--x', '--x'],
    ],
  ],
  'a string with a pattern': [param.string('ab', { pattern: /^[a-z]+$/g, maxLength: 3 }), [['abc', 'abc']]],
  'a choice of texts': [param.choice(['adam', 'sgd']), [['sgd', 'sgd']]],
  'a choice of numbers': [
    param.choice([1, 10]),
    [
      ['10', 10],
      ['1e1', 10],
    ],
  ],
  'a choice of both': [
    param.choice(['auto', 10]),
    [
      ['10', 10],
      ['auto', 'auto'],
    ],
  ],
  'a list of numbers': [
    [1, 2],
    [
      ['[3,4]', [3, 4]],
      ['3,4', [3, 4]],
      ['3, 4', [3, 4]],
      ['-1,-2', [-1, -2]],
      ['3', [3]],
      ['', []],
      ['[]', []],
      [
        ['3', '4'],
        [3, 4],
      ],
      [
        ['3,4', '[5]'],
        [3, 4, 5],
      ],
    ],
  ],
  'a list of strings': [
    ['a'],
    [
      ['a,b', ['a', 'b']],
      [' a , b c ', ['a', 'b c']],
      [' ', []],
      ['1', ['1']],
      ['["a,b",""]', ['a,b', '']],
      ['"', ['"']],
    ],
  ],
  'a list of booleans': [[true], [['yes,no', [true, false]]]],
  'a list of bigints': [
    [1n],
    [
      ['1,2', [1n, 2n]],
      ['[1,"2"]', [1n, 2n]],
    ],
  ],
  'a list of dates': [[new Date(0)], [['["2026-11-23"]', [new Date('2026-11-23')]]]],
  'a list of choices': [param.list([], { of: param.choice(['a', 'b']) }), [['b,a', ['b', 'a']]]],
  'a list of lists': [
    param.list([], { of: param.list([1]) }),
    [
      ['[[1],[2,3]]', [[1], [2, 3]]],
      [
        ['[1]', '2,3'],
        [[1], [2, 3]],
      ],
    ],
  ],
  'an empty list, by what is written': [
    [],
    [
      ['1,2', [1, 2]],
      ['a,b', ['a', 'b']],
      ['a', ['a']],
      ['{"a":1,"b":2}', [{ a: 1, b: 2 }]],
    ],
  ],
  'a list of schemas': [
    param.list([], { of: param.schema(z.object({ a: z.number() }), { a: 1 }) }),
    [
      ['{"a":1}', [{ a: 1 }]],
      ['[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ],
  ],
  'an object': [{ depth: 3 }, [['{"depth":4}', { depth: 4 }]]],
  null: [
    null,
    [
      ['[1]', [1]],
      ['null', null],
    ],
  ],
  'a path': [
    param.path('./a'),
    [
      ['b', '/home/ada/work/b'],
      ['../b', '/home/ada/b'],
      ['/b', '/b'],
    ],
  ],
  'a secret': [param.secret({ env: 'KEY' }), [['sk-1', 'sk-1']]],
  'a schema of a string': [
    param.schema(z.string(), 'a'),
    [
      ['5', '5'],
      ['a', 'a'],
      ['"a"', 'a'],
    ],
  ],
  'a schema of an object': [param.schema(z.object({ a: z.number() }), { a: 1 }), [['{"a":2}', { a: 2 }]]],
  'a schema that transforms': [param.schema(z.string().transform(Number), '1'), [['7', 7]]],
  'a bigint': [
    1n,
    [
      ['12345678901234567890', 12345678901234567890n],
      ['5n', 5n],
      [' 6n ', 6n],
      ['-1e3', -1000n],
    ],
  ],
  'a date': [
    new Date(0),
    [
      ['2026-11-23', new Date('2026-11-23T00:00:00Z')],
      [' 2026-11-23 ', new Date('2026-11-23T00:00:00Z')],
      ['2026-11-23T15:24:12.5+02:00', new Date('2026-11-23T13:24:12.500Z')],
      ['2026-11-23 15:24Z', new Date('2026-11-23T15:24:00Z')],
    ],
  ],
  'a typed array': [
    new Uint8Array([1]),
    [
      ['1,2', new Uint8Array([1, 2])],
      ['[3]', new Uint8Array([3])],
    ],
  ],
  'a typed array of bigints': [new BigInt64Array(1), [['[1,2]', new BigInt64Array([1n, 2n])]]],
}

/** What a definition refuses: text, and what follows "Parameter "x" cannot be". */
const REFUSED: Readonly<Record<string, readonly [unknown, readonly (readonly [Text, string])[]]>> = {
  'a number': [
    param.number(1, { min: 0 }),
    [
      ['abc', '"abc": expected a number ≥ 0.'],
      ['', '"": expected a number ≥ 0.'],
      ['-1', '"-1": expected a number ≥ 0.'],
      ['NaN', '"NaN": expected a number ≥ 0.'],
      ['1_000', '"1_000": expected a number ≥ 0. Did you mean 1000?'],
      ['0x10', '"0x10": expected a number ≥ 0. Did you mean 16?'],
      ['-0x10', '"-0x10": expected a number ≥ 0.'],
      ['0,5', '"0,5": expected a number ≥ 0. Did you mean 0.5?'],
      [
        '1,000',
        '"1,000": expected a number ≥ 0. A run has one value. To run several, write a config for each: runlab run one.yml other.yml',
      ],
      ['inf', '"inf": expected a number ≥ 0. Did you mean Infinity?'],
      ['1e999', '"1e999": expected a number ≥ 0.'],
      ['1+1', '"1+1": expected a number ≥ 0.'],
      ['process.exit()', '"process.exit()": expected a number ≥ 0.'],
    ],
  ],
  'a number that may be anything': [
    1,
    [
      ['nan', '"nan": expected a number. Did you mean NaN?'],
      ['-inf', '"-inf": expected a number. Did you mean -Infinity?'],
    ],
  ],
  'an integer': [
    param.integer(1, { min: 1, max: 10 }),
    [
      ['1.5', '"1.5": expected an integer 1…10.'],
      ['11', '"11": expected an integer 1…10.'],
      ['4503599627370497.2', '"4503599627370497.2": expected an integer 1…10.'],
      ['9007199254740993', '"9007199254740993": expected an integer 1…10, at most ±9007199254740991.'],
      ['1e999999999', '"1e999999999": expected an integer 1…10.'],
      ['1e-1', '"1e-1": expected an integer 1…10.'],
      ['Infinity', '"Infinity": expected an integer 1…10.'],
      ['0b11', '"0b11": expected an integer 1…10. Did you mean 3?'],
      ['', '"": expected an integer 1…10.'],
    ],
  ],
  'a boolean': [
    true,
    [
      ['', '"": expected true or false.'],
      ['ture', '"ture": expected true or false. Did you mean true?'],
      ['2', '"2": expected true or false.'],
    ],
  ],
  'a string with limits': [
    param.string('ab', { pattern: /^[a-z]+$/, minLength: 2 }),
    [
      ['a', '"a": expected a string of ≥ 2 characters and that matches /^[a-z]+$/.'],
      ['A1', '"A1": expected a string of ≥ 2 characters and that matches /^[a-z]+$/.'],
    ],
  ],
  'a choice': [
    param.choice(['adam', 'sgd']),
    [
      ['sdg', '"sdg": expected one of adam, sgd. Did you mean sgd?'],
      ['Adam', '"Adam": expected one of adam, sgd. Did you mean adam?'],
      ['', '"": expected one of adam, sgd.'],
      ['lbfgs', '"lbfgs": expected one of adam, sgd.'],
    ],
  ],
  'a list': [
    param.list([1], { of: param.number(0, { min: 0 }), min: 1, max: 2 }),
    [
      ['1,x', '"1,x": expected a list of number ≥ 0, 1…2 items (item 2 is "x", not a number ≥ 0).'],
      ['[1,-1]', '"[1,-1]": expected a list of number ≥ 0, 1…2 items (item 2 is -1, not a number ≥ 0).'],
      ['[1,', '"[1,": expected a list of number ≥ 0, 1…2 items (it ends too early).'],
      ['1,,2', '"1,,2": expected a list of number ≥ 0, 1…2 items (an item is empty; write JSON for empty texts).'],
      ['', '"": expected a list of number ≥ 0, 1…2 items.'],
      [['1', '2', '3'], '["1", "2", "3"]: expected a list of number ≥ 0, 1…2 items.'],
    ],
  ],
  'a list of strings': [['a'], [['[a,b]', '"[a,b]": expected a list of string (unexpected "a" at character 2).']]],
  'a list of choices': [
    param.list([], { of: param.choice(['adam', 'sgd']) }),
    [
      [
        'adam,sdg',
        '"adam,sdg": expected a list of choice of adam, sgd (item 2 is "sdg", not one of adam, sgd). Did you mean sgd?',
      ],
    ],
  ],
  'an empty list': [[], [['{"a":', '"{\\"a\\":": expected a list (it ends too early).']]],
  'an object': [
    { a: 1 },
    [
      ['[1]', '"[1]": expected an object, as JSON.'],
      ['{a:1}', '"{a:1}": expected an object, as JSON (unexpected "a" at character 2).'],
      ["{'a':1}", `"{'a':1}": expected an object, as JSON (a single quote, where JSON has double ones, at character 2).`],
      ['', '"": expected an object, as JSON (it is empty).'],
      ['{"__proto__":1}', '"{\\"__proto__\\":1}": expected plain data (it holds the key "__proto__").'],
    ],
  ],
  'a map': [new Map(), [['{}', '"{}": expected a Map, given by code.']]],
  'a set': [new Set(), [['[]', '"[]": expected a Set, given by code.']]],
  'an array for JSON': [param.json([1]), [['{}', '"{}": expected an array, as JSON.']]],
  'a path': [param.path('a'), [['', '"": expected an existing path.']]],
  'a schema': [
    param.schema(z.object({ a: z.number().min(1) }), { a: 1 }),
    [['{"a":0}', '"{\\"a\\":0}": expected what its schema accepts (a: Too small: expected number to be >=1).']],
  ],
  'a bigint': [
    1n,
    [
      ['1.5', '"1.5": expected a whole number.'],
      ['n', '"n": expected a whole number.'],
    ],
  ],
  'a list of bigints': [[1n], [['[1.5]', '"[1.5]": expected a list of bigint (item 1 is 1.5, not a whole number).']]],
  'a date': [
    new Date(0),
    [
      ['2026-02-30', '"2026-02-30": expected a date such as 2026-11-23 or 2026-11-23T15:24:12Z.'],
      ['23.11.2026', '"23.11.2026": expected a date such as 2026-11-23 or 2026-11-23T15:24:12Z.'],
      ['2026-11-23T25:00Z', '"2026-11-23T25:00Z": expected a date such as 2026-11-23 or 2026-11-23T15:24:12Z.'],
    ],
  ],
  'a list of dates': [
    [new Date(0)],
    [['[1]', '"[1]": expected a list of date (item 1 is 1, not a date such as 2026-11-23 or 2026-11-23T15:24:12Z).']],
  ],
  'a typed array': [
    new Uint8Array(1),
    [
      ['300', '"300": expected numbers that fit a Uint8Array.'],
      ['a', '"a": expected a list of number (item 1 is "a", not a number).'],
    ],
  ],
}

for (const [name, [definition, cases]] of Object.entries(READ)) {
  describe(`${name} is read`, () => {
    test.each(cases)('from %j as %o', async (text, value) => {
      expect(await readText(definition, text)).toStrictEqual(value)
    })
  })
}

for (const [name, [definition, cases]] of Object.entries(REFUSED)) {
  describe(`${name} is refused as PARAMETER_INVALID`, () => {
    test.each(cases)('for %j', async (text, message) => {
      expect(await problemsOf(readText(definition, text))).toEqual([`PARAMETER_INVALID: Parameter "x" cannot be ${message}`])
    })
  })
}

test('a long value is cut short in messages', async () => {
  const [message = ''] = await problemsOf(readText(1, 'a'.repeat(10_000)))
  expect(message.length).toBeLessThan(200)
})

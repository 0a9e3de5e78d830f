import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { param } from '../../src/parameters/param.ts'
import { compileParameters } from '../../src/parameters/schema.ts'
import type { DerivedFunction } from '../../src/parameters/schema.ts'
import type { StandardSchema } from '../../src/parameters/standard-schema.ts'
import { faultOf } from './resolving.ts'

/** What JavaScript lets one write. */
const anyParam = param as unknown as Record<keyof typeof param, (...args: unknown[]) => unknown>

class Model {
  readonly size = 1
}

describe('a default tells', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['number', 50],
    ['string', 'x'],
    ['boolean', false],
    ['bigint', 5n],
    ['date', new Date()],
    ['json', null],
    ['json', { a: 1 }],
    ['json', new Map([['a', 1]])],
    ['list of number', [1, 2]],
    ['list of string', ['a']],
    ['list', []],
    ['list', [1, 'a']],
    ['list', [[1], [2]]],
    ['Float64Array', new Float64Array(2)],
    ['Uint8Array', Buffer.from('ab')],
    ['number ≥ 0', param.number(1, { min: 0 })],
    ['number ≤ 1', param.number(1, { max: 1 })],
    ['number 0…1', param.number(1, { min: 0, max: 1 })],
    ['number 1', param.number(1, { min: 1, max: 1 })],
    ['list of number, ≤ 1 item', param.list([1], { max: 1 })],
    ['list of number, 0…2 items', param.list([1], { min: 0, max: 2 })],
    ['number', param.number(1, { min: -Infinity, max: Infinity })],
    ['integer 1…10', param.integer(1, { min: 1, max: 10 })],
    ['boolean', param.boolean(true)],
    ['string', param.string('')],
    ['string of 1…3 characters', param.string('a', { minLength: 1, maxLength: 3 })],
    ['string that matches /a/', param.string('a', { pattern: /a/ })],
    ['choice of adam, sgd', param.choice(['adam', 'sgd'])],
    ['choice of "a b", 3', param.choice(['a b', 3])],
    ['list of number, ≥ 1 items', param.list([1], { min: 1 })],
    ['list of integer ≥ 0', param.list([], { of: param.integer(0, { min: 0 }) })],
    ['json', param.json({ a: 1 })],
    ['path', param.path('a')],
    ['secret', param.secret({ env: 'KEY' })],
    ['schema (zod)', param.schema(z.string(), 'a')],
  ]
  test.each(cases)('%s', (type, definition) => {
    expect(compileParameters({ x: definition }).specs.get('x')?.type).toBe(type)
  })

  test('the first choice, or the one that is named', () => {
    const { defaults } = compileParameters({ a: param.choice(['x', 'y']), b: param.choice(['x', 'y'], { default: 'y' }) })
    expect(defaults).toEqual({ a: 'x', b: 'y' })
  })
})

describe('a definition is refused as DEFINITION_INVALID', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['undefined', undefined, 'is undefined.'],
    ['a function', () => 1, 'is a function.'],
    ['a kind that was not called', param.number, 'is a function. Call it if it is one of param.*;'],
    ['a symbol', Symbol('a'), 'is a symbol.'],
    ['an instance', new Model(), 'is an instance of Model.'],
    ['a promise', Promise.resolve(1), 'is a promise.'],
    [
      'an object that holds a function',
      { a: { b: () => 1 } },
      'has the default { a: {…} }: expected plain data (it holds a function (at a.b)).',
    ],
    ['a list that holds an instance', [new Model()], 'expected a list (item 1 is an instance of Model'],
    ['a circular object', circular(), 'it holds a circular reference'],
    ['an invalid date', new Date(Number.NaN), 'expected a valid Date.'],
    ['param.* inside an object', { rate: param.number(1) }, 'holds what param.* made inside a plain value.'],
    ['param.* inside a list', [param.number(1)], 'holds what param.* made inside a plain value.'],
    ['a bare schema', z.string(), 'is a schema without a default. Write: param.schema(schema, default)'],
    [
      'a kind of another version',
      { '~runlab': 'param', kind: 'colour', options: {} },
      'is of the kind "colour", which this runlab does not know.',
    ],
    ['a default of another type', anyParam.number('1'), 'has the default "1": expected a number.'],
    ['no default', anyParam.integer(), 'has no default.'],
    ['a default out of bounds', param.number(-1, { min: 0 }), 'has the default -1: expected a number ≥ 0.'],
    ['a default NaN within bounds', param.number(Number.NaN, { max: 1 }), 'has the default NaN: expected a number ≤ 1.'],
    ['a fraction as an integer', param.integer(1.5), 'has the default 1.5: expected an integer.'],
    ['a bound NaN', param.number(1, { min: Number.NaN }), 'has min NaN, which bounds nothing.'],
    ['a bound that nothing keeps', param.number(1, { min: Infinity }), 'has min Infinity, which bounds nothing.'],
    ['a bound of another type', anyParam.number(1, { max: '2' }), 'has max "2", which bounds nothing.'],
    ['bounds the wrong way round', param.number(1, { min: 2, max: 1 }), 'has min 2 above max 1.'],
    ['an unknown option', anyParam.number(1, { mim: 0 }), 'has an option "mim" that its kind does not know. Did you mean min?'],
    ['an option of another kind', anyParam.boolean(true, { pattern: /a/ }), 'It knows: description, unit.'],
    [
      'a choice whose choices stand behind the default',
      anyParam.choice('adam', ['adam', 'sgd']),
      'has options that are no object.',
    ],
    ['options that are no object', anyParam.number(1, 5), 'has options that are no object.'],
    [
      'a description that is no text',
      anyParam.json(1, { description: 5 }),
      'has the option description: 5, which is not a string.',
    ],
    ['no choices', param.choice([]), 'has no choices.'],
    ['a choice twice', param.choice(['1', 1]), 'has the choice 1 twice.'],
    ['a choice of another type', anyParam.choice([true]), 'has the choice true, which is neither a string nor a number.'],
    ['a default that is no choice', anyParam.choice(['a'], { default: 'b' }), 'has the default "b": expected a.'],
    ['a negative count', param.list([1], { min: -1 }), 'has min -1, which is no count.'],
    [
      'too short a default',
      param.list<number>([], { of: param.number(0), min: 1 }),
      'has the default []: expected a list of number, ≥ 1 items.',
    ],
    ['a list of what is no kind', anyParam.list([], { of: 'number' }), 'has an option `of` that was not made by param.*.'],
    ['a list of secrets', anyParam.list([], { of: param.secret({ env: 'A' }) }), 'is a list of secrets.'],
    [
      'a pattern that is none',
      anyParam.string('', { pattern: 'a' }),
      'has the option pattern: "a", which is no regular expression.',
    ],
    [
      'a text that does not match',
      param.string('1', { pattern: /^a/ }),
      'has the default "1": expected a string that matches /^a/.',
    ],
    ['an empty path', param.path(''), 'has the default "": expected an existing path.'],
    [
      'mustExist that is no truth value',
      anyParam.path('a', { mustExist: 1 }),
      'has the option mustExist: 1, which is neither true nor false.',
    ],
    ['a secret without variable', anyParam.secret({}), 'does not say which environment variable holds it.'],
    ['a secret without options', anyParam.secret(), 'does not say which environment variable holds it.'],
    ['a schema that is none', anyParam.schema({}, 1), 'has a schema that is no Standard Schema.'],
    ['a schema without ~standard', anyParam.schema({ '~standard': null }, 1), 'has a schema that is no Standard Schema.'],
    ['a schema that cannot validate', anyParam.schema({ '~standard': {} }, 1), 'has a schema that is no Standard Schema.'],
    [
      'a schema whose validate is none',
      anyParam.schema({ '~standard': { validate: 1 } }, 1),
      'has a schema that is no Standard Schema.',
    ],
    ['a text as a schema', anyParam.schema('~standard', 1), 'has a schema that is no Standard Schema.'],
    [
      'a default that its schema refuses',
      param.schema(z.number().min(2), 1),
      'has the default 1: expected what its schema accepts (Too small',
    ],
  ]
  test.each(cases)('%s', (_, definition, message) => {
    const fault = faultOf(() => compileParameters({ rate: definition }))
    expect(fault).toContain('DEFINITION_INVALID: The experiment\'s definition is wrong: the parameter "rate" ')
    expect(fault).toContain(message)
  })

  const names: readonly (readonly [string, string])[] = [
    ['a/b', 'has a name that is no identifier'],
    ['a-b', 'has a name that is no identifier'],
    ['1a', 'has a name that is no identifier'],
    ['', 'has a name that is no identifier'],
    ['__proto__', 'has a name that starts with "_"'],
    ['_a', 'has a name that starts with "_"'],
  ]
  test.each(names)('the name %j', (name, message) => {
    const definitions = Object.defineProperty({}, name, { value: 1, enumerable: true })
    expect(faultOf(() => compileParameters(definitions))).toContain(message)
  })

  test('two names with one flag, derived ones too', () => {
    expect(faultOf(() => compileParameters({ numWords: 1, num_words: 2 }))).toContain(
      '"num_words" has the same flag as "numWords": --num-words',
    )
    expect(faultOf(() => compileParameters({ numWords: 1 }, { NumWords: () => 2 }))).toContain('has the same flag as "numWords"')
  })

  test('a name that stands twice', () => {
    expect(faultOf(() => compileParameters({ n: 1 }, { n: () => 2 }))).toContain('"n" is defined twice')
  })

  test('a derived parameter that is no function', () => {
    const derived = { total: 5 } as unknown as Record<string, DerivedFunction>
    expect(faultOf(() => compileParameters({}, derived))).toContain('the parameter "total" is under `derived` and is no function')
  })

  test('with the place where it stands', () => {
    expect(faultOf(() => compileParameters({ n: undefined }, {}, { where: 'the mixin notify' }))).toContain(
      'wrong: the mixin notify: the parameter "n" is undefined',
    )
  })
})

describe('a compiled schema', () => {
  test('takes names of any script, and those of Object.prototype', () => {
    const { defaults } = compileParameters({ größe: 1, $x: 2, constructor: 3, toString: 4 })
    expect(Object.entries(defaults)).toEqual([
      ['größe', 1],
      ['$x', 2],
      ['constructor', 3],
      ['toString', 4],
    ])
  })

  test('knows which parameters stand alone, repeat, are secret and are derived', () => {
    const { specs, settings, defaults } = compileParameters(
      {
        verbose: true,
        sizes: [1],
        key: param.secret({ env: 'KEY' }),
        rate: param.number(1, { min: 0, unit: 's', description: 'How fast.' }),
      },
      { total: () => 1 },
    )
    const facts = Array.from(specs.values(), ({ name, takesValue, repeats, secret, derived: isDerived }) => [
      name,
      takesValue,
      repeats,
      secret,
      isDerived,
    ])
    expect(facts).toEqual([
      ['verbose', false, false, null, false],
      ['sizes', true, true, null, false],
      ['key', true, false, { env: 'KEY', optional: false }, false],
      ['rate', true, false, null, false],
      ['total', true, false, null, true],
    ])
    expect(specs.get('rate')).toMatchObject({
      kind: 'number',
      typeName: 'number',
      bounds: '≥ 0',
      unit: 's',
      description: 'How fast.',
    })
    expect(settings.get('total')).toMatchObject([{ declares: true, given: { derive: expect.any(Function) } }])
    expect(Object.keys(defaults)).toEqual(['verbose', 'sizes', 'rate'])
  })

  test('does not change with what it was made of', () => {
    const sizes = [1, 2]
    const definitions = { sizes, net: { layers: [3] } }
    const { defaults } = compileParameters(definitions)
    sizes.push(3)
    definitions.net.layers.push(4)
    expect(defaults).toEqual({ sizes: [1, 2], net: { layers: [3] } })
    expect(Object.isFrozen(defaults['sizes'])).toBe(true)
  })

  test('does not change with the defaults it shows', () => {
    const { defaults, specs } = compileParameters({ when: new Date(0) })
    ;(defaults['when'] as Date).setTime(5)
    expect(specs.get('when')?.default).toEqual(new Date(0))
  })

  test('does not wait for a schema that answers later', () => {
    const validate = async (): Promise<never> => await Promise.reject(new Error('no network'))
    const schema: StandardSchema<string> = { '~standard': { version: 1, vendor: 'hand', validate } }
    expect(compileParameters({ x: param.schema(schema, 'a') }).defaults).toEqual({ x: 'a' })
  })
})

function circular(): unknown {
  const object: Record<string, unknown> = {}
  object['self'] = object
  return object
}

test('a choice whose choices stand behind its default is told how one is written', () => {
  const wrong = { optimizer: anyParam.choice('adam', ['adam', 'sgd']) }
  const hint = expect.stringContaining("param.choice(['adam', 'sgd']") as string
  expect(() => compileParameters(wrong, {})).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID', hint }))
})

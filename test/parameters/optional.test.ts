import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseCommandLine } from '../../src/parameters/command-line/parse.ts'
import { formatParameterHelp } from '../../src/parameters/help.ts'
import { inherit } from '../../src/parameters/inherit.ts'
import { parameterJsonSchema } from '../../src/parameters/json-schema.ts'
import { param } from '../../src/parameters/param.ts'
import { addParameters, addSettings, compileParameters } from '../../src/parameters/schema.ts'
import { resolveParameters } from '../../src/parameters/resolve.ts'
import { CONTEXT, faultOf, problemsOf, readText, readValue, resolveAll, showProblems } from './resolving.ts'

const LIMIT = param.optional(param.number(1, { min: 0, unit: 's', description: 'Longest wait.' }))
const MISSING = { context: { fileExists: () => false } }

/** What a config gives. */
async function readData(definition: unknown, data: unknown): Promise<unknown> {
  const schema = compileParameters({ x: definition })
  const setting = { layer: 1, source: 'config', where: 'a.yml', given: { data }, folder: '/', declares: false } as const
  return (await resolveParameters(addSettings(schema, new Map([['x', setting]])), [], CONTEXT)).values['x']
}

describe('an optional parameter', () => {
  test.each([
    ['a number', LIMIT],
    ['a path that must exist', param.optional(param.path('./a'))],
    ['a choice', param.optional(param.choice(['a', 'b']))],
    ['a list', param.optional(param.list([1], { min: 1 }))],
    [
      'a schema that answers later',
      param.optional(
        param.schema(
          z.string().refine(async (text) => text !== ''),
          'a',
        ),
      ),
    ],
  ])('of %s is null by default', async (_what, definition) => {
    const { values, entries, paths } = await resolveAll({ parameters: { x: definition }, ...MISSING })
    expect(values).toEqual({ x: null })
    expect(entries.map(({ isDefault }) => isDefault)).toEqual([true])
    expect(paths).toEqual([])
  })

  test('has a default where it is given one, and null switches that off', async () => {
    const dropout = param.optional(param.number(0, { min: 0, max: 1 }), { default: 0.5 })
    expect((await resolveAll({ parameters: { x: dropout } })).values).toEqual({ x: 0.5 })
    expect(await readValue(dropout, null)).toBeNull()
    expect(faultOf(() => compileParameters({ x: param.optional(param.number(0, { max: 1 }), { default: 5 }) }))).toContain(
      'the parameter "x" has the default 5: expected a number ≤ 1, or null',
    )
  })

  test('takes and refuses what its kind does, from the command line, code and configs', async () => {
    expect(await readText(LIMIT, '2.5')).toBe(2.5)
    expect(await readValue(LIMIT, 2.5)).toBe(2.5)
    expect(await readData(LIMIT, 2.5)).toBe(2.5)
    expect(await readText(param.optional(param.path('./a')), 'b.txt')).toBe('/home/ada/work/b.txt')
    expect(await readText(param.optional(param.list([1])), ['1', '2'])).toEqual([1, 2])
    expect(await readText(param.optional(param.schema(z.coerce.number(), 1)), '3')).toBe(3)
    const refused = 'PARAMETER_INVALID: Parameter "x" cannot be'
    expect(await problemsOf(readText(LIMIT, '-1'))).toEqual([`${refused} "-1": expected a number ≥ 0, or '' for null.`])
    expect(await problemsOf(readText(LIMIT, 'null'))).toEqual([`${refused} "null": expected a number ≥ 0, or '' for null.`])
    expect(await problemsOf(readValue(LIMIT, -1))).toEqual([`${refused} -1: expected a number ≥ 0, or null.`])
    expect(await problemsOf(readData(LIMIT, 'x'))).toEqual([`${refused} "x": expected a number ≥ 0, or null.`])
    const path = { parameters: { x: param.optional(param.path('./a')) }, texts: { x: 'b' }, ...MISSING }
    expect(await problemsOf(resolveAll(path))).toEqual([
      `${refused} "b": expected an existing path (there is no /home/ada/work/b), or '' for null.`,
    ])
  })

  test.each([
    ['an empty text', ''],
    ['an empty text after others', ['1', '2', '']],
  ])('is null by %s on the command line', async (_what, text) => {
    const options = { default: null }
    for (const definition of [
      param.optional(param.number(1), { default: 2 }),
      param.optional(param.string('a'), { default: 'b' }),
      param.optional(param.list([1]), { default: [2] }),
      param.optional(param.json({ a: 1 }), options),
      param.optional(param.boolean(true), options),
    ]) {
      expect(await readText(definition, text)).toBeNull()
    }
  })

  test('is null by null in code and in a config', async () => {
    const sizes = param.optional(param.list([1]), { default: [1, 2] })
    expect(await readValue(sizes, null)).toBeNull()
    expect(await readData(sizes, null)).toBeNull()
  })

  test('begins anew behind a null', async () => {
    expect(await readText(param.optional(param.list([1])), ['1', '', '2'])).toEqual([2])
  })

  test('has a flag --no-x that sets null, but for a boolean, which it sets to false', () => {
    const optional = { limit: LIMIT, verbose: param.optional(param.boolean(true)) }
    const parse = (...tokens: string[]) => parseCommandLine(tokens, compileParameters(optional), [])
    expect(parse('--no-limit').given).toEqual({ limit: { text: [''] } })
    expect(parse('--limit', '').given).toEqual({ limit: { text: [''] } })
    expect(parse('--limit', '3').given).toEqual({ limit: { text: ['3'] } })
    expect(parse('--no-verbose').given).toEqual({ verbose: { text: ['false'] } })
    expect(parse('--verbose').given).toEqual({ verbose: { text: ['true'] } })
    expect(parse('--verbose=').given).toEqual({ verbose: { text: [''] } })
    expect(showProblems(parse('--no-limits').problems)).toEqual([
      'FLAG_UNKNOWN: Unknown flag --no-limits. Did you mean --no-limit?',
    ])
    expect(showProblems(parse('--no-limit=3').problems)).toEqual(['FLAG_INVALID: --no-limit cannot be "3": expected no value.'])
  })

  test('is described by what it may hold', () => {
    const schema = compileParameters({ limit: LIMIT, data: param.optional(param.path('./a'), { description: 'More.' }) })
    expect(formatParameterHelp(schema, {})).toEqual([
      {
        flag: '--[no-]limit',
        type: 'optional number (s)',
        default: 'null',
        bounds: '≥ 0',
        description: 'Longest wait.',
      },
      { flag: '--[no-]data', type: 'optional path', default: 'null', bounds: 'has to exist', description: 'More.' },
    ])
    expect(schema.specs.get('limit')?.type).toBe('optional number ≥ 0')
  })

  test('has a JSON Schema that accepts null', () => {
    const spec = compileParameters({ limit: LIMIT }).specs.get('limit')
    if (spec === undefined) throw new Error('there is no limit')
    const accepts = new Ajv2020().compile(parameterJsonSchema(spec))
    expect([null, 0, 2.5, '${LIMIT}', -1, 'x'].map((value) => accepts(value))).toEqual([true, true, true, true, false, false])
    expect(parameterJsonSchema(spec)['default']).toBeNull()
  })

  test('is overridden and inherited like any other', async () => {
    const base = compileParameters({ limit: LIMIT, other: LIMIT })
    const at = { layer: 1, source: 'extension', where: 'the extension b.ts', folder: '/' } as const
    const override = { limit: inherit((limit: number | null) => (limit ?? 1) * 4), other: null }
    const { values } = await resolveParameters(addParameters(base, at, { override }), [], CONTEXT)
    expect(values).toEqual({ limit: 4, other: null })
    expect(faultOf(() => addParameters(base, at, { override: { limit: -1 } }))).toContain('expected a number ≥ 0, or null')
  })

  test('is made of what param.* makes, and of no secret', () => {
    expect(faultOf(() => compileParameters({ x: param.optional(5 as never) }))).toBe(
      'DEFINITION_INVALID: The experiment\'s definition is wrong: the parameter "x" is optional of 5, which was not made by param.*. Write: param.optional(param.number(0))',
    )
    expect(faultOf(() => compileParameters({ x: param.optional(param.secret({ env: 'KEY' })) }))).toContain(
      "Write: param.secret({ env: 'KEY', optional: true })",
    )
  })
})

describe('what looks like an optional parameter', () => {
  test('and is an empty path is refused, with what to write', () => {
    expect(faultOf(() => compileParameters({ x: param.path('', { mustExist: false }) }))).toBe(
      'DEFINITION_INVALID: The experiment\'s definition is wrong: the parameter "x" has the default "": expected a path. For one that may be left out, write: param.optional(param.path(…))',
    )
    expect(faultOf(() => compileParameters({ x: param.number(null as never) }))).toContain(
      'For one that may be left out, write: param.optional(param.number(…))',
    )
  })

  test('and is undefined is refused, with what to write', () => {
    expect(faultOf(() => compileParameters({ x: undefined }))).toBe(
      "DEFINITION_INVALID: The experiment's definition is wrong: the parameter \"x\" is undefined. For one that may be left out, write: param.optional(param.string('')), or of another kind.",
    )
  })

  test('and is a default of null takes JSON, and says what to write for text', async () => {
    expect(await readText(null, '{"a":1}')).toEqual({ a: 1 })
    expect(await problemsOf(readText(null, 'abc'))).toEqual([
      'PARAMETER_INVALID: Parameter "x" cannot be "abc": expected JSON (unexpected "a" at character 1). A default of null says nothing about the type: define it as param.optional(param.string(\'\')), or of another kind.',
    ])
  })
})

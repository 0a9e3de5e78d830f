import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { param } from '../../src/parameters/param.ts'
import { problemsOf, readText, readValue } from './resolving.ts'

const HINT = 'A run has one value. To run several, write a config for each: runlab run one.yml other.yml'

describe('several values for a parameter that has one', () => {
  test.each([
    ['numbers', param.number(1), '1.5,2.0', 'a number'],
    ['numbers with spaces', param.number(1, { min: 0 }), '1.5, 2.0, 3', 'a number ≥ 0'],
    ['integers', param.integer(1), '1,2,3', 'an integer'],
    ['booleans', param.boolean(true), 'true,false', 'true or false'],
    ['choices', param.choice(['adam', 'sgd']), 'adam,sgd', 'one of adam, sgd'],
    ['optional numbers', param.optional(param.number(1)), '1.5,2.0', "a number, or '' for null"],
    ['a schema', param.schema(z.coerce.number().max(5), 1), '1,2', null],
  ])('are %s: the refusal says how they are run', async (_what, definition, text, expected) => {
    const [problem = ''] = await problemsOf(readText(definition, text))
    expect(problem).toContain(HINT)
    if (expected !== null) expect(problem).toContain(`expected ${expected}. ${HINT}`)
  })

  test('are less likely than a decimal comma', async () => {
    expect(await problemsOf(readText(1, '1,5'))).toEqual([
      `PARAMETER_INVALID: Parameter "x" cannot be "1,5": expected a number. Did you mean 1.5?`,
    ])
  })

  test('may be a list of code or of a config', async () => {
    expect(await problemsOf(readValue(1, [1.5, 2]))).toEqual([
      `PARAMETER_INVALID: Parameter "x" cannot be [1.5, 2]: expected a number. ${HINT}`,
    ])
  })

  test.each([
    ['a text with a wrong piece', 1, '1.5,x'],
    ['one value', 1, 'x'],
    ['commas alone', param.optional(param.number(1)), ',,'],
  ])('are not %s', async (_what, definition, text) => {
    expect((await problemsOf(readText(definition, text))).join()).not.toContain(HINT)
  })

  test('are what a list takes', async () => {
    expect(await readText([1], '1.5,2.0')).toEqual([1.5, 2])
  })
})

import { expect, test } from 'vitest'
import { NO_PARAMETERS, addParameters } from '../../../src/parameters/schema.ts'
import { param } from '../../../src/parameters/param.ts'
import { readSpace } from '../../../src/sweep/space/define-space.ts'
import { findSpaceProblems } from '../../../src/sweep/space/fit-space.ts'

const { specs } = addParameters(NO_PARAMETERS, { name: 'test', folder: '/tmp' } as never, {
  parameters: {
    rate: param.number(0.1, { min: 0 }),
    layers: param.integer(2, { min: 1, max: 8 }),
    optimizer: param.choice(['adam', 'sgd']),
    sizes: [64, 32],
    key: param.secret({ env: 'KEY' }),
  },
  derived: { total: ({ layers }) => Number(layers) * 2 },
})

test('says what an experiment would refuse of a space, before any trial starts', async () => {
  const findIn = async (definition: unknown): Promise<readonly (readonly [string, string])[]> => {
    const place = { folder: '/tmp', fileExists: () => true }
    const problems = await findSpaceProblems(readSpace(definition), [...specs.values()], place)
    return problems.map(({ code, message, hint = '' }) => [code, `${message} ${hint}`] as const)
  }
  const fitting = { rate: '1e-5..1:log', layers: '1..8', optimizer: 'adam,sgd', sizes: [[64], [64, 32]] }
  expect(await findIn(fitting)).toEqual([])
  const wrong: readonly (readonly [unknown, string, string])[] = [
    [{ raet: '0..1' }, 'PARAMETER_UNKNOWN', 'Did you mean rate?'],
    [{ rate: '-1.0..1' }, 'PARAMETER_INVALID', '-1'],
    [{ layers: '1..9' }, 'PARAMETER_INVALID', '9'],
    [{ layers: '1.0..8.0' }, 'SPACE_INVALID', 'Add integer: true, or :integer.'],
    [{ optimizer: 'adam,lion' }, 'PARAMETER_INVALID', '"lion"'],
    [{ key: ['a', 'b'] }, 'SPACE_INVALID', 'it is a secret'],
    [{ total: [1, 2] }, 'SPACE_INVALID', 'it is computed from other parameters'],
  ]
  for (const [definition, code, text] of wrong) {
    const [found] = await findIn(definition)
    expect(found?.[0], JSON.stringify(definition)).toBe(code)
    expect(found?.[1]).toContain(text)
  }
})

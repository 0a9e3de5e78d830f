import { expect, test } from 'vitest'
import { withParameterUnits } from '../../../src/archive/documents/parameter-units.ts'
import type { VisualRules } from '../../../src/api/visual.ts'

const parameter = { value: 1, type: 'number', description: null, usable: true, default: 1, source: 'default' } as const
const run = {
  tracked: ['temperature', 'energy', 'rate'].map((name) => ({ name })),
  meta: { parameters: { temperature: { ...parameter, unit: 'K' }, energy: parameter, other: { ...parameter, unit: 's' } } },
}
const unitsOf = (rules: VisualRules): VisualRules => withParameterUnits(rules, run)

test('a series with the name of a parameter has its unit', () => {
  expect(unitsOf({})).toEqual({ temperature: { unit: 'K' } })
})

test('what the experiment says of the series counts, and goes with the unit', () => {
  expect(unitsOf({ temperature: { unit: '°C' } })).toEqual({ temperature: { unit: '°C' } })
  expect(unitsOf({ temperature: false })).toEqual({ temperature: false })
  expect(unitsOf({ 'temp*': { log: true } })).toEqual({ 'temp*': { log: true }, temperature: { log: true, unit: 'K' } })
  expect(unitsOf({ 'temp*': false })).toEqual({ 'temp*': false })
})

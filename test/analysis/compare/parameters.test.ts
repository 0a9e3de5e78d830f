import { expect, test } from 'vitest'
import { compareParameters } from '../../../src/analysis/compare/compare-parameters.ts'
import type { ParameterMeta } from '../../../src/format/meta.ts'
import { metaOf } from './compared-runs.ts'

const parameter = (value: ParameterMeta['value'], changes: Partial<ParameterMeta> = {}): ParameterMeta => ({
  value,
  type: 'number',
  description: null,
  usable: true,
  default: value,
  source: 'default',
  ...changes,
})
const compare = (before: Readonly<Record<string, ParameterMeta>>, after: Readonly<Record<string, ParameterMeta>>) =>
  compareParameters(metaOf({ parameters: before }), metaOf({ parameters: after })).entries

test('parameters are compared by name, with who set them', () => {
  const before = { n: parameter(4), gone: parameter(1), flag: parameter(true) }
  const after = { n: parameter(5, { source: 'command line' }), flag: parameter(true, { source: 'code' }), added: parameter('x') }
  expect(compare(before, after)).toMatchObject([
    {
      name: 'n',
      state: 'changed',
      before: 4,
      after: 5,
      beforeSource: 'default',
      afterSource: 'command line',
      difference: { absolute: 1, percent: 25 },
      redacted: false,
    },
    { name: 'gone', state: 'removed', before: 1, after: null, afterSource: null },
    { name: 'flag', state: 'same', beforeSource: 'default', afterSource: 'code' },
    { name: 'added', state: 'added', before: null, after: 'x', beforeSource: null, difference: null },
  ])
})

test('secrets are neither compared nor given out, also where one run alone says that it is one', () => {
  const secret = parameter('half hidden ***', { redacted: true })
  expect(
    compare(
      { key: secret, once: parameter('open'), only: secret },
      { key: parameter('other', { redacted: true }), once: secret },
    ),
  ).toEqual([
    expect.objectContaining({ name: 'key', state: 'not compared', before: null, after: null, redacted: true }),
    expect.objectContaining({ name: 'once', state: 'not compared', before: null, after: null, redacted: true }),
    expect.objectContaining({ name: 'only', state: 'removed', before: null, after: null, redacted: true }),
  ])
})

import { describe, expect, test } from 'vitest'
import { compareEnvironments } from '../../../src/analysis/compare/compare-environment.ts'
import { compareSeries } from '../../../src/analysis/compare/compare-series.ts'
import { encodeValue } from '../../../src/format/tagged-json.ts'
import { ENVIRONMENT, metaOf, runOf, seriesOf } from './compared-runs.ts'

describe('environments', () => {
  const before = runOf({ environment: ENVIRONMENT })
  const different = (entries: ReturnType<typeof compareEnvironments>['entries']) =>
    entries.filter(({ state }) => state !== 'same').map(({ name, before: one, after: other }) => [name, one, other])

  test('that are the same do not differ', () => {
    const { entries, notes } = compareEnvironments(before, before)
    expect(different(entries)).toEqual([])
    expect(entries.map(({ name }) => name)).toEqual(['runlab', 'seed', 'node', 'system', 'processors', 'memory', 'host', '$TZ'])
    expect(notes).toEqual([])
  })

  test('are compared fact by fact', () => {
    const environment = {
      ...ENVIRONMENT,
      runtime: { ...ENVIRONMENT.runtime, version: 'v22.0.0' },
      os: { ...ENVIRONMENT.os, arch: 'arm64' },
      cpu: { model: '', count: 4 },
      gpu: [{ name: 'GPU', memory: null, driver: '550' }],
      memory: { total: 32e9 },
      host: 'there',
      env: { NODE_ENV: 'test' },
    }
    const git = { commit: 'abc', branch: 'main', dirty: true }
    const after = runOf({ meta: metaOf({ runlab: '0.2.0', seed: 7, git }), environment })
    expect(different(compareEnvironments(before, after).entries)).toEqual([
      ['runlab', '0.1.0', '0.2.0'],
      ['seed', '42', '7'],
      ['node', 'v20.19.0', 'v22.0.0'],
      ['system', 'linux x64 6.1', 'linux arm64 6.1'],
      ['processors', '8 × Model', '4 × unknown'],
      ['memory', '16 GB', '32 GB'],
      ['host', 'here', 'there'],
      ['$TZ', 'UTC', null],
      ['git commit', null, 'abc'],
      ['git branch', null, 'main'],
      ['uncommitted changes', null, 'yes'],
      ['graphics', null, 'GPU (driver 550)'],
      ['$NODE_ENV', null, 'test'],
    ])
  })

  test('without a record of the machine are compared by what the metadata say', () => {
    const { entries, notes } = compareEnvironments(before, runOf({ meta: metaOf({ seed: 7 }) }))
    expect(entries.map(({ name, state }) => [name, state])).toEqual([
      ['runlab', 'same'],
      ['seed', 'changed'],
    ])
    expect(notes).toEqual(['the machine of B is not recorded'])
  })

  test('are not compared with a run of PyComex', () => {
    expect(compareEnvironments(runOf({ meta: metaOf({ format: 0, runlab: '', seed: 0 }) }), before)).toEqual({
      entries: [],
      notes: ['A is a run of PyComex, which does not record it'],
    })
  })
})

describe('series', () => {
  test('are compared by name, context and kind: points, last, min and max', () => {
    const [train, val] = [{ split: 'train', fold: 1 }, { split: 'val' }]
    const before = [seriesOf({ context: train }), seriesOf({ context: val }), seriesOf({ name: 'gone' })]
    const after = [
      seriesOf({ context: { fold: 1, split: 'train' } }),
      seriesOf({ context: val, last: 0.25 }),
      seriesOf({ name: 'gone', kind: 'text', last: null, min: null, max: null }),
    ]
    const { entries } = compareSeries(before, after)
    expect(entries.map(({ name, context, kind, state }) => [name, context, kind, state])).toEqual([
      ['loss', train, 'number', 'same'],
      ['loss', val, 'number', 'changed'],
      ['gone', null, 'number', 'removed'],
      ['gone', null, 'text', 'added'],
    ])
    expect(entries[1]).toMatchObject({
      before: { count: 10, last: 0.5, min: 0, max: 1 },
      after: { count: 10, last: 0.25, min: 0, max: 1 },
    })
  })

  test.each([{ count: 11 }, { last: 1 }, { min: -1 }, { max: 2 }, { last: Number.NaN }])('differ by %j', (change) => {
    expect(compareSeries([seriesOf()], [seriesOf(change)]).entries).toMatchObject([{ state: 'changed' }])
  })

  test('that end in NaN are the same, and not otherwise known means', () => {
    const last = Number.NaN
    expect(compareSeries([seriesOf({ last })], [seriesOf({ last, mean: 7 })]).entries).toMatchObject([
      { state: 'same', before: { last: encodeValue(last) } },
    ])
  })
})

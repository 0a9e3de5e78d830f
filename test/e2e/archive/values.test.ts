import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { Project } from '../project.ts'

const SPECIAL = `{
  date: new Date('2026-11-23T15:24:12.345Z'),
  invalid: new Date(NaN),
  big: -(2n ** 80n),
  nan: NaN,
  infinities: [Infinity, -Infinity],
  minusZero: -0,
  nothing: undefined,
  empty: null,
  bytes: new Uint8Array([0, 255, 7]),
  floats: new Float64Array([NaN, -0, 1e308]),
  longs: new BigInt64Array([-(2n ** 63n)]),
  shared: new Float32Array(new Float32Array([9, 0.5, 9]).buffer, 4, 1),
  map: new Map([['a', new Map([[new Date(0), new Set([1n])]])], [{ key: 1 }, [NaN]]]),
  set: new Set(['x', NaN, [1, 2]]),
  text: 'ünï "quoted" \\u0000 \\ud800',
  deep: { list: [{ when: new Date(1), of: [new Set()] }] },
  own: { $runlab: 'Date', $$runlab: 1 },
}`

const EXPERIMENT = `
import { defineExperiment } from 'runlab'

export default defineExperiment(import.meta, {
  async run(e) {
    const special = ${SPECIAL}
    e.set('special', special)
    e.set('a/b/c', 1)
    e.set('a/b', { d: 2 })
    e.set('a/e', 3)
    e.set('scores', [1, 2])
    special.set.clear()

    const codes = {}
    const attempt = (what, action) => {
      try {
        action()
        codes[what] = 'nothing'
      } catch (error) {
        codes[what] = error.name + ' ' + error.code + ': ' + error.message
      }
    }
    const circular = {}
    circular.self = circular
    attempt('no key', () => e.set('', 1))
    attempt('a slash too many', () => e.set('a//b', 1))
    attempt('a number as key', () => e.set(7, 1))
    attempt('a prototype', () => e.set('a/__proto__/polluted', 1))
    attempt('a prototype inside', () => e.set('a', JSON.parse('{ "__proto__": { "polluted": 1 } }')))
    attempt('a slash in a key', () => e.set('tree', { 'x/y': 1 }))
    attempt('below a number', () => e.set('a/e/f', 1))
    attempt('below a list', () => e.set('scores/0', 1))
    attempt('below a date', () => e.set('special/date/year', 1))
    attempt('a function', () => e.set('f', { g: [() => 1] }))
    attempt('a symbol', () => e.set('f', Symbol('s')))
    attempt('an instance', () => e.set('f', new (class Model {})()))
    attempt('a promise', () => e.set('f', Promise.resolve(1)))
    attempt('a circle', () => e.set('f', circular))
    e.set('codes', codes)
    e.set('polluted', ({}).polluted === undefined)
    e.set('read back', [e.has('f'), e.has('tree'), e.get('a'), e.get('special/map') !== e.get('special/map')])
  },
})
`

let project: Project

beforeAll(async () => {
  project = new Project({ 'package.json': '{ "type": "module" }', 'values.js': EXPERIMENT })
  expect(await project.runlab('run', 'values.js', '--quiet')).toMatchObject({ code: 0, stderr: '' })
})

const load = async (): Promise<Readonly<Record<string, any>>> => (await loadRun(project.path(project.onlyRun('values')))).values

describe('values', () => {
  test('of every special kind come back from disk as they were when they were set', async () => {
    const { special } = await load()
    // oxlint-disable-next-line no-eval -- the one source of what was set and what is expected
    expect(special).toStrictEqual(eval(`(${SPECIAL})`))
    expect(Object.is(special.minusZero, -0)).toBe(true)
  })

  test('are strict JSON on disk, a special one with its kind', () => {
    const { special } = project.json(`${project.onlyRun('values')}/experiment_data.json`)
    expect(special.date).toEqual({ $runlab: 'Date', value: '2026-11-23T15:24:12.345Z' })
    expect(special.nan).toEqual({ $runlab: 'Number', value: 'NaN' })
    expect(special.own).toEqual({ $$runlab: 'Date', $$$runlab: 1 })
  })

  test('form a tree: an object replaces a subtree, a key below it adds to it', async () => {
    const values = await load()
    expect(values['a']).toEqual({ b: { d: 2 }, e: 3 })
    expect(values['read back']).toEqual([false, false, { b: { d: 2 }, e: 3 }, true])
  })

  test('that cannot be kept are refused with a code, and change nothing', async () => {
    const values = await load()
    const code = (name: string, ...words: string[]): unknown =>
      expect.stringMatching(new RegExp(`^RunlabError ${name}: .*${words.join('.*')}`))
    expect(values['codes']).toEqual({
      'no key': code('VALUE_KEY', 'empty'),
      'a slash too many': code('VALUE_KEY', 'slashes'),
      'a number as key': code('VALUE_KEY', '7', 'number'),
      'a prototype': code('VALUE_KEY', '__proto__'),
      'a prototype inside': code('VALUE_KEY', '__proto__'),
      'a slash in a key': code('VALUE_KEY', 'x/y', 'slash'),
      'below a number': code('VALUE_BELOW_LEAF', 'a/e/f', 'a/e'),
      'below a list': code('VALUE_BELOW_LEAF', 'scores/0', 'scores'),
      'below a date': code('VALUE_BELOW_LEAF', 'special/date'),
      'a function': code('VALUE_UNSERIALISABLE', 'a function', 'f\\.g\\[0\\]'),
      'a symbol': code('VALUE_UNSERIALISABLE', 'a symbol'),
      'an instance': code('VALUE_UNSERIALISABLE', 'Model'),
      'a promise': code('VALUE_UNSERIALISABLE', 'a promise'),
      'a circle': code('VALUE_UNSERIALISABLE', 'circular'),
    })
    expect(values['polluted']).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import { runlabError } from '../../../src/errors.ts'
import type { LineageMeta } from '../../../src/format/lineage.ts'
import { RunRecord, describeError } from '../../../src/runtime/life/run-record.ts'
import { Redactor, TOKENS_ONLY } from '../../../src/secrets/redactor.ts'
import { sampleMeta } from '../../archive/support/sample-meta.ts'

const START = 1_795_447_452_123
const SECRET = 'sk-0123456789'
const REDACTOR = new Redactor([SECRET])

const open = (): RunRecord => new RunRecord({ ...sampleMeta({ start_time: START / 1000 }), seed: 1 }, REDACTOR)

test('of a very long error the metadata have the beginning, and how much there is besides', () => {
  const { message, stack } = describeError(new Error('x'.repeat(1_000_000)), 'run', TOKENS_ONLY)
  expect(message).toMatch(/^x{20000}… \(980000 characters more\)$/)
  expect(stack?.length).toBeLessThan(21_000)
})

describe('the record of a run', () => {
  test('says that it is running, with no end and no duration', () => {
    expect(open().toMeta()).toMatchObject({ status: 'running', end_time: null, duration: 0, has_error: false, error: null })
  })

  test('says how it ended, when and after how long', () => {
    const record = open()
    record.end('done', START + 1500)
    expect(record.toMeta()).toMatchObject({ status: 'done', end_time: (START + 1500) / 1000, duration: 1.5, error_type: null })
  })

  test('has all keys that the archive holds, in the order of their interest', () => {
    expect(Object.keys(open().toMeta()).toSorted()).toEqual(Object.keys(sampleMeta()).toSorted())
    expect(Object.keys(open().toMeta()).slice(0, 6)).toEqual(['format', 'runlab', 'name', 'run', 'namespace', 'status'])
  })

  test('keeps the first error and the first end; one after being done makes it failed', () => {
    const record = open()
    record.end('done', START + 1000)
    record.phase = 'afterRun'
    record.fail(new TypeError('first'), START + 2000)
    record.fail(new RangeError('second'), START + 3000)
    record.end('done', START + 4000)
    expect(record.toMeta()).toMatchObject({
      status: 'failed',
      duration: 1,
      has_error: true,
      error_type: 'TypeError',
      error: { message: 'first', phase: 'afterRun' },
    })
  })

  test('never has a negative duration, whatever the clock does', () => {
    const record = open()
    record.end('done', START - 5000)
    expect(record.duration).toBe(0)
  })

  test('counts what there is at the moment, and each warning once, without secrets', () => {
    const record = open()
    let artifacts = 1
    record.count = () => ({ artifacts, inputs: 2, code_files: 3, series: 4, points: 5 })
    artifacts = 4
    record.warn(`a with ${SECRET}`)
    record.warn(`a with ${SECRET}`)
    record.warn('b')
    const meta = record.toMeta()
    record.warn('c')
    expect(meta.counts).toEqual({ artifacts: 4, inputs: 2, code_files: 3, series: 4, points: 5 })
    expect(meta.warnings).toEqual(['a with ***', 'b'])
  })
})

describe('what is recorded of an error', () => {
  class ModelError extends Error {}
  class NamedError extends Error {
    override readonly name = 'Renamed'
  }

  test.each([
    ['a plain one', new Error('m'), { type: 'Error', message: 'm' }],
    ['a built-in one', new TypeError('m'), { type: 'TypeError' }],
    ['one of the user’s own class', new ModelError('m'), { type: 'ModelError' }],
    ['one with a name', new NamedError('m'), { type: 'Renamed' }],
    ['one of runlab', runlabError('RUN_ENDED', { method: 'set' }), { type: 'RunlabError', code: 'RUN_ENDED' }],
    ['one of Node', Object.assign(new Error('m'), { code: 'ENOENT' }), { type: 'Error', code: 'ENOENT' }],
    ['a text', 'just text', { type: 'string', message: 'just text', stack: null }],
    ['nothing', undefined, { type: 'undefined', message: 'undefined', stack: null }],
    ['an object', { a: [1] }, { type: 'object', message: '{ a: [ 1 ] }', stack: null }],
  ])('%s', (_, error, expected) => {
    expect(describeError(error, 'run', TOKENS_ONLY)).toMatchObject({ phase: 'run', ...expected })
  })

  test('its stack and its chain of causes, outermost first, also when that goes in a circle', () => {
    const inner = new TypeError('inner')
    const outer = new Error('outer', { cause: new Error('middle', { cause: inner }) })
    expect(describeError(outer, 'beforeRun', TOKENS_ONLY)).toMatchObject({ causes: ['Error: middle', 'TypeError: inner'] })
    expect(describeError(outer, 'beforeRun', TOKENS_ONLY).stack).toContain('run-record.test.ts')
    inner.cause = inner
    expect(describeError(inner, 'run', TOKENS_ONLY).causes).toEqual(['TypeError: inner'])
    expect(describeError(new Error('x', { cause: { why: 1 } }), 'run', TOKENS_ONLY).causes).toEqual(['{ why: 1 }'])
  })

  test('no secret, in message, stack and causes', () => {
    const error = new Error(`with ${SECRET}`, { cause: new Error(`and ${SECRET}`) })
    expect(JSON.stringify(describeError(error, 'run', REDACTOR))).not.toContain(SECRET)
    expect(describeError(SECRET, 'run', REDACTOR).message).toBe('***')
  })
})

describe('a hook that failed', () => {
  const lineage: LineageMeta = {
    layers: [{ kind: 'extension', name: 'child', file: 'child.ts', line: 3, sha256: null }],
    parameters: {},
    hooks: { h: [{ layer: 0, how: 'replace', line: 7 }] },
  }
  const failing = (): RunRecord => new RunRecord({ ...sampleMeta({ start_time: START / 1000, lineage }), seed: 1 }, REDACTOR)

  test('is named for what it threw, and what that caused', () => {
    const record = failing()
    const error = new RangeError('too many')
    record.noteHookFailure('h', 0, error)
    expect(record.hookOf(error)).toEqual({ name: 'h', layer: 0, file: 'child.ts', line: 7 })
    expect(record.hookOf(new Error('because', { cause: error }))).toMatchObject({ name: 'h' })
    expect(record.hookOf(new RangeError('too many'))).toBeNull()
  })

  test('is not named for a text that others may throw as well', () => {
    const record = failing()
    for (const thrown of ['boom', 5, null, undefined]) {
      record.noteHookFailure('h', 0, thrown)
      expect(record.hookOf(thrown)).toBeNull()
    }
  })
})

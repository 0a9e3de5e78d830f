import { describe, expect, test } from 'vitest'
import { parseMeta } from '../../src/format/parse-meta.ts'
import { sampleMeta } from '../archive/support/sample-meta.ts'

const FILE = 'results/ns/some_run/experiment_meta.json'
const wrong = (reason: string): unknown =>
  expect.objectContaining({ code: 'ARCHIVE_FORMAT', message: expect.stringMatching(new RegExp(`^${FILE} .*${reason}`)) })

function asDocument(meta: object): Record<string, unknown> {
  const document: Record<string, unknown> = JSON.parse(JSON.stringify(meta))
  return document
}

describe('a document of runlab', () => {
  test('comes back as it was written, with everything it may hold', () => {
    const meta = sampleMeta({
      status: 'failed',
      has_error: true,
      error_type: 'TypeError',
      error: { type: 'TypeError', message: 'm', stack: 's', phase: 'run', code: 'E', causes: ['a', 'b'] },
      parameters: {
        key: {
          value: null,
          type: 'secret',
          description: 'd',
          usable: false,
          default: null,
          source: 'environment',
          redacted: true,
        },
        path: { value: '/a', type: 'path', description: null, usable: true, default: null, source: 'command line', given: './a' },
        rate: {
          value: { $runlab: 'Number', value: 'NaN' },
          type: 'number',
          description: null,
          usable: true,
          default: 1,
          unit: '1/s',
          source: 'derived',
        },
      },
      hooks: { load: { name: 'load', num: 1, description: 'Loads.' } },
      git: { commit: 'abc', branch: null, dirty: true },
      __track__: ['loss'],
    })
    expect(parseMeta(asDocument(meta), FILE)).toStrictEqual(meta)
  })

  test('may have keys that this version does not know', () => {
    expect(parseMeta({ ...asDocument(sampleMeta()), later: 1 }, FILE)).toStrictEqual(sampleMeta())
  })

  test.each(
    Object.keys(sampleMeta()).filter(
      (key) => !['format', 'refused', 'lost_points', 'testing', 'lineage', 'results', 'signal_outcome'].includes(key),
    ),
  )('without "%s" is wrong', (key) => {
    const document = asDocument(sampleMeta())
    delete document[key]
    expect(() => parseMeta(document, FILE)).toThrow(wrong(`"${key}" is missing`))
  })

  test.each<[string, unknown, string]>([
    ['name', 1, '"name" is a number, expected a string'],
    ['start_time', '1', '"start_time" is a string, expected a number'],
    ['has_error', 'no', '"has_error" is a string, expected true or false'],
    ['status', 'finished', '"status" is a string, expected one of running'],
    ['parameters', [], '"parameters" is an array, expected an object'],
    ['parameters', { a: { value: 1 } }, '"parameters.a.type" is missing'],
    ['argv', ['a', 1], '"argv\\[1\\]" is a number'],
    ['error', 'boom', '"error" is a string'],
    ['end_time', 'now', '"end_time" is a string'],
  ])('with a "%s" of %j is wrong', (key, value, reason) => {
    expect(() => parseMeta({ ...asDocument(sampleMeta()), [key]: value }, FILE)).toThrow(wrong(reason))
  })

  test('of a run that was made before experiments declared results has none', () => {
    const document = asDocument(sampleMeta())
    delete document['results']
    expect(parseMeta(document, FILE).results).toEqual([])
    expect(() => parseMeta({ ...document, results: [{ name: 'loss', direction: 'up', unit: null }] }, FILE)).toThrow(
      wrong('"results'),
    )
  })

  test('of a newer format is refused as such, whatever else it holds', () => {
    expect(() => parseMeta({ format: 99 }, FILE)).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_VERSION', details: { file: FILE, version: 99, supported: 1 } }),
    )
  })

  test.each([0, -1, 1.5, '1', null])('with the format %j is wrong', (format) => {
    expect(() => parseMeta({ ...asDocument(sampleMeta()), format }, FILE)).toThrow(wrong('no version number'))
  })

  test.each([null, 5, 'x', [1]])('%j is no metadata', (document) => {
    expect(() => parseMeta(document, FILE)).toThrow(wrong('no JSON object'))
  })
})

describe('a document of PyComex', () => {
  const pycomex = {
    status: 'done',
    start_time: 1700000000.25,
    end_time: 1700000010.75,
    duration: 10.5,
    has_error: false,
    base_path: '/home/someone',
    namespace: 'results/03_inheritance',
    name: '03_inheritance',
    description: 'Shows inheritance.\n\nAt length.',
    short_description: 'Shows inheritance.',
    parameters: {
      NUM_WORDS: { name: 'NUM_WORDS', type: 'int', description: 'Words.', value: 500, usable: true },
      MODEL: { name: 'MODEL', value: '<Model object>', usable: false },
      NOTHING: { type: 'bool', description: 'Has no value.' },
      __DEBUG__: { type: 'bool', description: 'Debug mode.' },
    },
    hooks: { filter_words: { name: 'filter_words', num: 1, description: 'Drops words.' }, other: { name: 'other' } },
    __track__: ['loss'],
  }

  test('is read with the keys that mean the same', () => {
    const meta = parseMeta(pycomex, FILE)
    expect(meta).toMatchObject({
      format: 0,
      name: '03_inheritance',
      run: 'some_run',
      namespace: '03_inheritance',
      status: 'done',
      start_time: 1700000000.25,
      end_time: 1700000010.75,
      duration: 10.5,
      description: 'Shows inheritance.\n\nAt length.',
      short_description: 'Shows inheritance.',
      __track__: ['loss'],
    })
    expect(meta.parameters['NUM_WORDS']).toStrictEqual({
      value: 500,
      type: 'int',
      description: 'Words.',
      usable: true,
      default: 500,
      source: 'not recorded',
    })
    expect(meta.parameters['MODEL']).toMatchObject({ type: 'unknown', usable: false, description: null })
    expect(meta.parameters['NOTHING']?.value).toStrictEqual({ $runlab: 'undefined', value: null })
    expect(Object.keys(meta.parameters)).toEqual(['NUM_WORDS', 'MODEL', 'NOTHING'])
    expect(meta.hooks['other']).toStrictEqual({ name: 'other', num: 0, description: null })
  })

  test('that says done and has an error has failed', () => {
    const meta = parseMeta({ ...pycomex, has_error: true, error_type: 'ValueError' }, FILE)
    expect(meta).toMatchObject({ status: 'failed', error_type: 'ValueError', error: { type: 'ValueError', phase: 'run' } })
  })

  test('of the first versions gets defaults for all that is missing or null', () => {
    const early = {
      status: null,
      start_time: null,
      end_time: null,
      duration: null,
      has_error: false,
      namespace: 'a/b',
      description: null,
    }
    expect(parseMeta(early, FILE)).toMatchObject({
      status: 'unknown',
      start_time: 0,
      end_time: null,
      duration: 0,
      name: 'b',
      description: '',
      parameters: {},
      hooks: {},
      __track__: [],
    })
    expect(parseMeta({}, FILE)).toMatchObject({ status: 'unknown', name: '', namespace: '' })
  })
})

import { beforeAll, expect, test } from 'vitest'
import { asListed } from '../../src/archive/listing/listed-run.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { changeOf, isAssignment, parseAssignment } from '../../src/query/assignments.ts'
import { loadLanguage } from '../../src/query/filter/environment.ts'
import { fieldsOf } from '../../src/query/run-fields.ts'
import type { RunFields } from '../../src/query/run-fields.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

let fields: RunFields

beforeAll(async () => {
  await loadLanguage()
  const facts = { description: null, usable: true, source: 'code' } as const
  const { folder } = makeRun(tempFolder(), 'ns/run', {
    parameters: {
      sizes: { value: [1], type: 'list of integer', default: [], ...facts },
      size: { value: 8, type: 'integer', default: 8, ...facts },
      layers: { value: [8], type: 'list of integer ≥ 1, 1…2 items', default: [8], ...facts },
      noise: { value: 0.2, type: 'number 0…1', default: 0.2, ...facts },
      batch: { value: 8, type: 'integer ≥ 1', default: 8, ...facts },
      optimizer: { value: 'adam', type: 'choice of adam, sgd, "a b"', default: 'adam', ...facts },
      decay: { value: null, type: 'optional number -1…-0.5', default: null, ...facts },
    },
  })
  const run = openRun(folder)
  fields = fieldsOf(asListed({ folder, run: run.name, namespace: 'ns' }, run.standing), new Date(0))
})

const change = (text: string): unknown => changeOf(fields, parseAssignment([fields], text))

test('an assignment is told from a name', () => {
  expect(['params.a = 1', 'params["a b"]=1', 'tags = []', 'x = 2'].map(isAssignment)).toEqual([true, true, true, true])
  expect(['k3f9', 'a/b', 'params.a == 1', 'latest'].map(isAssignment)).toEqual([false, false, false, false])
})

test('what a run has already is no change', () => {
  expect(change('params.sizes = params.sizes + [2]')).toMatchObject({ field: 'params.sizes', before: [1], after: [1, 2] })
  expect(change('params.sizes = [1]')).toBeNull()
})

test.each(['params.noise = 1', 'params.batch = 1', 'params.optimizer = "a b"', 'params.decay = -0.5', 'params.layers = [1, 2]'])(
  '%s is within what the recorded type allows',
  (text) => {
    expect(change(text)).not.toBeNull()
  },
)

test.each([
  ['params.noise = 3', 'noise takes a number 0…1, and would be 3'],
  ['params.noise = null', 'noise takes a number 0…1, and would be null'],
  ['params.batch = 0', 'batch takes a whole number ≥ 1, and would be 0'],
  ['params.batch = 1.5', 'batch takes a whole number ≥ 1, and would be 1.5'],
  ['params.optimizer = "cubic"', 'optimizer takes one of adam, sgd, "a b", and would be cubic'],
  ['params.decay = 0', 'decay takes a number -1…-0.5, or null, and would be 0'],
  ['params.layers = [1, 0]', 'layers takes a list, and in it a whole number ≥ 1, and would be [ 1, 0 ]'],
  ['params.layers = [1, 2, 3]', 'layers takes a list of 1…2 items, and would be [ 1, 2, 3 ]'],
])('%s is outside of what the recorded type allows, which is said', (text, message) => {
  expect(() => change(text)).toThrow(expect.objectContaining({ code: 'MODIFY_VALUE', message: expect.stringContaining(message) }))
})

test('a misspelt parameter is suggested', () => {
  expect(() => change('params.siz = 1')).toThrow(expect.objectContaining({ hint: 'Did you mean size? Nothing was changed.' }))
})

test.each([
  ['status = "done"', 'MODIFY_TARGET', 'status cannot be modified'],
  ['size = 1', 'MODIFY_TARGET', 'size cannot be modified'],
  ['params.sizes = 1', 'MODIFY_VALUE', 'sizes takes a list, not a number'],
  ['params.size = 0.5', 'MODIFY_VALUE', 'takes a whole number, and would be 0.5'],
  ['params.siz = 1', 'MODIFY_VALUE', 'no such parameter'],
  ['params.toString = null', 'MODIFY_VALUE', 'no such parameter'],
  ['params.size = 9007199254740993', 'MODIFY_VALUE', 'so many digits'],
  ['params.size = 1.0 / 0.0', 'MODIFY_VALUE', 'would be Infinity'],
  ['params.size = = 2', 'QUERY_INVALID', '^'],
  ['tags = ["a,b"]', 'ANNOTATION_INVALID', 'comma'],
  ['tags = "a"', 'MODIFY_VALUE', 'a list'],
  ['name = ""', 'MODIFY_VALUE', 'empty'],
])('%s is refused', (text, code, message) => {
  expect(() => change(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
})

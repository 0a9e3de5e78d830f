import { beforeAll, expect, test } from 'vitest'
import { asListed } from '../../src/archive/listed-run.ts'
import { openRun } from '../../src/archive/open-run.ts'
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

test.each([
  ['status = "done"', 'MODIFY_TARGET', 'status cannot be modified'],
  ['size = 1', 'MODIFY_TARGET', 'size cannot be modified'],
  ['params.sizes = 1', 'MODIFY_VALUE', 'it was an array, and would be a number'],
  ['params.size = 0.5', 'MODIFY_VALUE', 'it is a whole number'],
  ['params.siz = 1', 'MODIFY_VALUE', 'no such parameter; size, perhaps'],
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

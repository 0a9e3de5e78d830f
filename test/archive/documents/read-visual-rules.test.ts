import { expect, test } from 'vitest'
import { readVisualRules } from '../../../src/archive/documents/read-visual-rules.ts'
import { FILES } from '../../../src/format/files.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { put } from '../../report/page-of.ts'

test('an archive is drawn in the order that its run asked for', () => {
  const folder = tempFolder()
  expect(readVisualRules(folder)).toEqual({})
  put(folder, FILES.rules, JSON.stringify({ loss: { order: -1.5, unit: 'nats' }, 'debug/*': false }))
  expect(readVisualRules(folder)).toMatchObject({ loss: { order: -1.5, unit: 'nats' }, 'debug/*': false })
  put(folder, FILES.rules, '{"loss":{"order":"first"}}')
  expect(() => readVisualRules(folder)).toThrow(expect.objectContaining({ code: 'ARCHIVE_FORMAT' }))
})

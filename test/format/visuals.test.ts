import { describe, expect, test } from 'vitest'
import { parseVisualRecord } from '../../src/format/visuals.ts'
import type { VisualRecord } from '../../src/format/visuals.ts'

const place = { file: 'visuals.jsonl, line 1' }
const record: VisualRecord = {
  title: 'loss',
  form: 'plot',
  group: 'tracked',
  series: [
    { name: 'loss', context: null },
    { name: 'loss', context: { split: 'val' } },
  ],
  files: ['visuals/loss.svg', 'visuals/loss.png'],
  alt: 'It falls.',
  note: null,
}

test('a visual comes back as it was written', () => {
  expect(parseVisualRecord({ ...record, later: 1 }, place)).toEqual(record)
})

describe('a visual is refused', () => {
  test.each([
    ['of another form', { form: 'script' }],
    ['of another group', { group: 'theirs' }],
    ['with a file outside of the run', { files: ['../x.svg'] }],
    ['with a context that is no object', { series: [{ name: 'a', context: [1] }] }],
    ['without a description', { alt: undefined }],
  ])('%s', (_, changes) => {
    expect(() => parseVisualRecord({ ...record, ...changes }, place)).toThrow(expect.objectContaining({ code: 'ARCHIVE_FORMAT' }))
  })
})

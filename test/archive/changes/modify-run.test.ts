import { expect, test } from 'vitest'
import { annotate } from '../../../src/archive/annotations/annotate.ts'
import { modifyRun } from '../../../src/archive/changes/modify-run.ts'
import type { FieldChange } from '../../../src/archive/changes/modify-run.ts'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { readAnnotations } from '../../../src/archive/annotations/annotations.ts'
import { makeRun } from '../support/make-run.ts'
import { tempFolder } from '../support/temp-folder.ts'

const change = (after: number): FieldChange => ({
  target: { field: 'params', name: 'numWords' },
  field: 'params.numWords',
  before: 50, // what it was when it was planned
  after,
})

test('what a field was is what it was when it was changed, not when that was planned', () => {
  const { folder } = makeRun(tempFolder(), 'word_count/one')
  expect(modifyRun(folder, [change(60)], 1)).toMatchObject([{ before: 50, after: 60 }])
  expect(modifyRun(folder, [change(70)], 2)).toMatchObject([{ before: 60, after: 70 }])
  expect(modifyRun(folder, [change(70)], 3), 'another process has done it').toEqual([])
  annotate(folder, { time: 4, kind: 'tag', text: 'late' })
  const tags: FieldChange = { target: { field: 'tags' }, field: 'tags', before: [], after: ['new'] }
  expect(modifyRun(folder, [tags], 5)).toMatchObject([{ before: ['late'], after: ['new'] }])
  expect(openRun(folder).tags).toEqual(['new'])
  const { modifications } = readAnnotations(folder)
  expect(modifications.map(({ before, after }) => [before, after])).toEqual([
    [50, 60],
    [60, 70],
  ])
  expect(openRun(folder).meta.parameters['numWords']).toMatchObject({ value: 70, original: 50 })
})

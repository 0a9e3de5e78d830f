import { describe, expect, test } from 'vitest'
import { readContext } from '../../src/cli/context-option.ts'
import { pointLines } from '../../src/cli/point-lines.ts'
import { KindRegistry } from '../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../src/tracking/reading/tracked-reader.ts'
import { sealTracked } from '../../src/tracking/sealing/seal.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { JournalBuilder } from '../tracking/sealing/support/build-journal.ts'

describe('the points of a series as text', () => {
  test('are the same, in their order, of a run that goes on and of one that is sealed', async () => {
    const run = tempFolder()
    const journal = new JournalBuilder(run)
    const loss = journal.define('loss')
    const other = journal.define('other')
    for (let i = 0; i < 2500; i++) {
      journal.write(loss, [i, 1000 + i, i / 3])
      if (i % 500 === 0) journal.write(other, [i, 1000 + i, i])
    }
    const series = new TrackedReader(run, new KindRegistry()).series('loss')
    const live = [...pointLines(series, { format: 'csv' })].join('')
    const rows = live.trimEnd().split('\n')
    expect(rows).toHaveLength(2501)
    expect(rows.slice(0, 3)).toEqual(['step,time,value', '0,1000,0', '1,1001,0.3333333333333333'])
    expect(rows.at(-1)).toBe(`2499,3499,${2499 / 3}`)
    await sealTracked(run, 'runlab test')
    expect([...pointLines(new TrackedReader(run, new KindRegistry()).series('loss'), { format: 'csv' })].join('')).toBe(live)
    // One that was found before goes on in the sealed file.
    expect([...pointLines(series, { format: 'csv' })].join('')).toBe(live)
    expect([...pointLines(series, { format: 'csv', limit: 2 })].join('').split('\n')).toEqual([
      ...live.split('\n').slice(0, 3),
      '',
    ])
  })

  test('have what JSON cannot say in words', () => {
    const run = tempFolder()
    const journal = new JournalBuilder(run)
    journal.write(journal.define('loss'), [0, 1, NaN])
    const series = new TrackedReader(run, new KindRegistry()).series('loss')
    expect([...pointLines(series, { format: 'csv' })]).toEqual(['step,time,value\n0,1,NaN\n'])
    expect(JSON.parse([...pointLines(series, { format: 'json' })].join(''))).toMatchObject({
      step: 0,
      value: { $runlab: 'Number', value: 'NaN' },
    })
  })
})

test('a context is typed as pairs, each value as JSON or text', () => {
  expect(readContext('split=val, fold=3,name="3"')).toEqual({ split: 'val', fold: 3, name: '3' })
  expect(readContext('none')).toBeNull()
  expect(() => readContext('val')).toThrow(expect.objectContaining({ code: 'FLAG_INVALID' }))
})

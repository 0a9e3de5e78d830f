import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { findRun } from '../../../src/archive/listing/find-run.ts'
import { makeRun } from '../support/make-run.ts'
import { tempFolder } from '../support/temp-folder.ts'

let archive = ''

beforeEach(() => {
  archive = tempFolder()
  makeRun(archive, 'study/2026-11-23_15-24-12_k3f9', { start_time: 3 })
  makeRun(archive, 'study/final', { start_time: 4 })
  makeRun(archive, 'study/big_final', { start_time: 5 })
  makeRun(archive, 'study/deep/baseline', { start_time: 2 })
  makeRun(archive, 'other/baseline', { start_time: 1 })
})

const found = async (wanted: string): Promise<string> => (await findRun(wanted, archive)).folder.slice(archive.length + 1)

describe('a run is found by', () => {
  test.each([
    ['the end of its name', 'k3f9', 'study/2026-11-23_15-24-12_k3f9'],
    ['the name that lists show', 'study/k3f9', 'study/2026-11-23_15-24-12_k3f9'],
    ['its name', '2026-11-23_15-24-12_k3f9', 'study/2026-11-23_15-24-12_k3f9'],
    ['its name, also where that is the end of another', 'final', 'study/final'],
    ['its path in the archive', 'other/baseline', 'other/baseline'],
    ['a beginning that no other has', 'fin', 'study/final'],
    ['a beginning of the name that lists show', 'k3', 'study/2026-11-23_15-24-12_k3f9'],
    ['a beginning with its namespace', 'study/deep/b', 'study/deep/baseline'],
    ['`latest`', 'latest', 'study/big_final'],
  ])('%s', async (_, wanted, path) => {
    expect(await found(wanted)).toBe(path)
  })

  test('its path, or that of its metadata', async () => {
    expect(await found(join(archive, 'study/final'))).toBe('study/final')
    expect(await found(join(archive, 'study/final/experiment_meta.json'))).toBe('study/final')
  })
})

test('several of a name are refused with RUN_AMBIGUOUS, and all of them are named', async () => {
  const candidates = ['study/deep/baseline', 'other/baseline']
  const details = { run: 'baseline', candidates }
  await expect(found('baseline')).rejects.toThrow(expect.objectContaining({ code: 'RUN_AMBIGUOUS', details }))
})

test('several of a beginning are refused, and of very many the first ones are named', async () => {
  await expect(found('b')).rejects.toThrow('Several runs are meant by "b": study/big_final, study/deep/baseline, other/baseline.')
  for (let i = 0; i < 13; i++) makeRun(archive, `many/run_x${i}`, { start_time: 100 - i })
  await expect(found('many/r')).rejects.toThrow(/many\/run_x0, .*many\/run_x9 and 3 more\.$/)
})

test('none is refused, with the nearest name and where it was looked for', async () => {
  const code = 'RUN_NOT_FOUND'
  const message = `There is no run "finall" in ${archive}.`
  await expect(found('finall')).rejects.toThrow(expect.objectContaining({ code, message, hint: 'Did you mean final?' }))
  await expect(findRun('latest', join(archive, 'nowhere'))).rejects.toThrow(expect.objectContaining({ code }))
})

test.each([
  ['studdy', 'Did you mean one of the runs of study? runlab list study shows them.'],
  ['study', 'Did you mean one of the runs of study? runlab list study shows them.'],
  ['study/dep', 'Did you mean one of the runs of study/deep? runlab list study/deep shows them.'],
  ['lastest', 'Did you mean latest?'],
  ['study/finale', 'Did you mean study/final?'],
  ['qqqqqq', 'See runlab list.'],
])('none is refused with what was meant: %s', async (wanted, hint) => {
  await expect(found(wanted)).rejects.toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND', hint }))
})

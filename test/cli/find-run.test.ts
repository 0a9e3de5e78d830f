import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { findRun } from '../../src/cli/find-run.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

let archive = ''

beforeEach(() => {
  archive = tempFolder()
  makeRun(archive, 'study/2026-11-23_15-24-12_k3f9', { start_time: 3 })
  makeRun(archive, 'study/final', { start_time: 4 })
  makeRun(archive, 'study/big_final', { start_time: 5 })
  makeRun(archive, 'study/deep/baseline', { start_time: 2 })
  makeRun(archive, 'other/baseline', { start_time: 1 })
})

const found = (wanted: string): string => findRun(wanted, archive).folder.slice(archive.length + 1)

describe('a run is found by', () => {
  test.each([
    ['the end of its name', 'k3f9', 'study/2026-11-23_15-24-12_k3f9'],
    ['the name that lists show', 'study/k3f9', 'study/2026-11-23_15-24-12_k3f9'],
    ['its name', '2026-11-23_15-24-12_k3f9', 'study/2026-11-23_15-24-12_k3f9'],
    ['its name, also where that is the end of another', 'final', 'study/final'],
    ['its path in the archive', 'other/baseline', 'other/baseline'],
    ['`latest`', 'latest', 'study/big_final'],
  ])('%s', (_, wanted, path) => {
    expect(found(wanted)).toBe(path)
  })

  test('its path, or that of its metadata', () => {
    expect(found(join(archive, 'study/final'))).toBe('study/final')
    expect(found(join(archive, 'study/final/experiment_meta.json'))).toBe('study/final')
  })
})

test('several of a name are refused with RUN_AMBIGUOUS, and all of them are named', () => {
  const candidates = ['study/deep/baseline', 'other/baseline']
  expect(() => found('baseline')).toThrow(
    expect.objectContaining({ code: 'RUN_AMBIGUOUS', details: { run: 'baseline', candidates } }),
  )
})

test('none is refused, with the nearest name', () => {
  expect(() => found('finall')).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND', hint: 'Did you mean final?' }))
  expect(() => findRun('latest', join(archive, 'nowhere'))).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }))
})

test.each([
  ['studdy', 'Did you mean one of the runs of study? runlab list study shows them.'],
  ['study', 'Did you mean one of the runs of study? runlab list study shows them.'],
  ['study/dep', 'Did you mean one of the runs of study/deep? runlab list study/deep shows them.'],
  ['lastest', 'Did you mean latest?'],
  ['study/finale', 'Did you mean study/final?'],
  ['qqqqqq', 'See runlab list.'],
])('none is refused with what was meant: %s', (wanted, hint) => {
  expect(() => found(wanted)).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND', hint }))
})

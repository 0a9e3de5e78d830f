import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listRuns } from '../../src/archive/list-runs.ts'
import { listTrash, purgeDeletion, purgeRun, restoreRun, trashRun, trashSize } from '../../src/archive/trash.ts'
import { makeRun } from './support/make-run.ts'
import { tempFolder } from './support/temp-folder.ts'

const namesIn = (archive: string): readonly string[] => listRuns(archive).map(({ run }) => run)

describe('the trash', () => {
  test('takes a run out of the archive whole, and gives it back to where it was', () => {
    const archive = tempFolder()
    const { folder } = makeRun(archive, 'deep/ns/run')
    writeFileSync(join(folder, 'big.bin'), Buffer.alloc(5000))
    trashRun(archive, folder, '1')
    expect([namesIn(archive), existsSync(folder)]).toEqual([[], false])
    const [trashed, ...others] = listTrash(archive)
    expect([trashed?.namespace, trashed?.run, others]).toEqual(['deep/ns', 'run', []])
    expect(trashSize(archive)).toBeGreaterThan(5000)
    if (trashed !== undefined) expect(restoreRun(archive, trashed)).toBe(folder)
    expect(readdirSync(folder)).toContain('big.bin')
    expect(readdirSync(archive)).toEqual(['.runlab-trash', 'deep'])
    expect(readdirSync(join(archive, '.runlab-trash'))).toEqual([])
  })

  test('holds runs of one name that were deleted one after the other, the last one first', () => {
    const archive = tempFolder()
    for (const deletion of ['1', '2'])
      trashRun(archive, makeRun(archive, 'ns/debug', { seed: Number(deletion) }).folder, deletion)
    const [last, first] = listTrash(archive)
    expect([last, first].map((run) => run !== undefined && 'meta' in run && run.meta.seed)).toEqual([2, 1])
    if (last === undefined || first === undefined) throw new Error('both are there')
    restoreRun(archive, last)
    expect(() => restoreRun(archive, first)).toThrow(expect.objectContaining({ code: 'RESTORE_TAKEN' }))
    purgeRun(archive, first)
    expect([listTrash(archive), namesIn(archive)]).toEqual([[], ['debug']])
  })

  test('is emptied of what an interrupted purge has left, which is listed no more', () => {
    const archive = tempFolder()
    mkdirSync(join(archive, '.runlab-trash/1/ns/.runlab-purging-run'), { recursive: true })
    writeFileSync(join(archive, '.runlab-trash/1/ns/.runlab-purging-run/experiment_meta.json'), '{}')
    expect([listTrash(archive), trashSize(archive)]).toEqual([[], 2])
    purgeDeletion(archive, '1')
    expect(existsSync(join(archive, '.runlab-trash'))).toBe(false)
  })

  test('takes no run that is not of this archive', () => {
    const archive = tempFolder()
    const { folder } = makeRun(tempFolder(), 'ns/run')
    expect(() => trashRun(archive, folder, '1')).toThrow(expect.objectContaining({ code: 'RUN_OUTSIDE_ARCHIVE' }))
    expect(() => trashRun(archive, archive, '1')).toThrow(expect.objectContaining({ code: 'RUN_OUTSIDE_ARCHIVE' }))
  })

  test('finds the archive also by way of a link', () => {
    const archive = tempFolder()
    makeRun(archive, 'ns/run')
    const link = join(tempFolder(), 'link')
    symlinkSync(archive, link)
    trashRun(link, join(archive, 'ns/run'), '1')
    expect(listTrash(archive).map(({ run }) => run)).toEqual(['run'])
  })
})

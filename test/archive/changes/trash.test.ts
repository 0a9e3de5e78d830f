import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listRuns } from '../../../src/archive/listing/list-runs.ts'
import { listTrash, purgeDeletion, purgeRun, restoreRun, trashRun, trashSize } from '../../../src/archive/changes/trash.ts'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { packRun } from '../../../src/archive/transfer/pack-run.ts'
import { runSize } from '../../../src/archive/transfer/zip-beside.ts'
import { makeRun } from '../support/make-run.ts'
import { tempFolder } from '../support/temp-folder.ts'

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

  test('gives back a packed run as the ZIP that it was, with the bytes of the ZIP', async () => {
    const archive = tempFolder()
    const { zip } = await packRun(openRun(makeRun(archive, 'ns/one').folder), { keep: false })
    expect(runSize(zip)).toBe(statSync(zip).size)
    trashRun(archive, zip, '1')
    const [trashed] = listTrash(archive)
    if (trashed === undefined) throw new Error('it is there')
    makeRun(archive, 'ns/one')
    expect(() => restoreRun(archive, trashed)).toThrow(expect.objectContaining({ code: 'RESTORE_TAKEN' }))
    trashRun(archive, join(archive, 'ns/one'), '2')
    expect(restoreRun(archive, trashed)).toBe(zip)
    expect([readdirSync(join(archive, 'ns')), namesIn(archive)]).toEqual([['one.zip'], ['one']])
    const [other] = listTrash(archive)
    if (other === undefined) throw new Error('it is there')
    expect(() => restoreRun(archive, other)).toThrow(expect.objectContaining({ code: 'RESTORE_TAKEN' }))
  })

  test('takes the ZIP that was kept beside a run with it, and not that of another run', async () => {
    const archive = tempFolder()
    const { folder } = makeRun(archive, 'ns/one')
    const { zip } = await packRun(openRun(folder), { keep: true })
    trashRun(archive, folder, '1')
    const [trashed] = listTrash(archive)
    if (trashed === undefined) throw new Error('it is there')
    expect([readdirSync(join(archive, 'ns')), runSize(trashed.folder) > statSync(`${trashed.folder}.zip`).size]).toEqual([
      [],
      true,
    ])
    restoreRun(archive, trashed)
    expect(readdirSync(join(archive, 'ns'))).toEqual(['one', 'one.zip'])
    makeRun(archive, 'ns/one', { start_time: 5 })
    trashRun(archive, folder, '2')
    expect(readdirSync(join(archive, 'ns'))).toEqual(['one.zip'])
    trashRun(archive, zip, '3')
    for (const run of listTrash(archive)) purgeRun(archive, run)
    expect(listTrash(archive)).toEqual([])
  })

  test('takes no link, which would lead nowhere from there', () => {
    const archive = tempFolder()
    const { folder } = makeRun(tempFolder(), 'ns/run')
    symlinkSync(folder, join(archive, 'link'))
    expect(() => trashRun(archive, join(archive, 'link'), '1')).toThrow(expect.objectContaining({ code: 'RUN_LINKED' }))
    expect(namesIn(archive)).toEqual(['link'])
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

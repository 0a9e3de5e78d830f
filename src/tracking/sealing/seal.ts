import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { isSystemSeries } from '../../format/series.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { syncFile } from '../../internal/sync-file.ts'
import { writeAtomically } from '../../internal/write-atomically.ts'
import type { SealReport } from '../journal/messages.ts'
import { CLOSED, listJournal, listLiveJournal, seriesFiles } from '../journal/segment-names.ts'
import type { JournalFiles } from '../journal/segment-names.ts'
import { readSenderNotes } from '../journal/sender-notes.ts'
import type { SenderNote } from '../journal/sender-notes.ts'
import { collectSeries } from './collect-series.ts'
import { compactLeft, listKnown, whileOthersCompact } from './compact-left.ts'
import { faultOfSealed } from '../reading/sealed-file.ts'
import { listText } from './list-text.ts'
import { writeSealed } from './write-sealed.ts'

/** Milliseconds in which another process that still tracks notices that the run has ended, and has written what it was writing. */
const NOTICE = 100

/**
 * Puts the journal of what a run has tracked into one Parquet file and its list of series, and removes it. At every instant
 * the journal or the sealed file is whole: the list makes the file count, and the journal goes after it. May be killed at any
 * time, and called again. Null where nothing was tracked.
 * Throws the system's error, and ARCHIVE_FORMAT where the journal is not what runlab writes.
 */
export async function sealTracked(folder: string, createdBy: string): Promise<SealReport | null> {
  const journal = join(folder, FILES.tracking)
  const before = listJournal(journal)
  if (before === null) return null
  if (existsSync(join(folder, FILES.series))) {
    await refuseDamaged(folder)
    rmSync(journal, { recursive: true, force: true })
    return null
  }
  if (before.labels.length === 0 && before.segments.length === 0) {
    rmSync(journal, { recursive: true, force: true })
    return null
  }
  writeFileSync(join(journal, CLOSED), '')
  if (before.labels.some((label) => !label.startsWith('main'))) await sleep(NOTICE)
  const known = listLiveJournal(journal) ?? before // what another process adds from now on, it counts as lost
  const torn = await compactLeft(journal, known)
  const temporary = join(journal, 'sealing.tmp')
  const { records, orphans, file } = await whileOthersCompact(async () => {
    const collected = collectSeries(journal, listKnown(journal, known))
    if (collected.series.length === 0) return { records: [], orphans: collected.orphans, file: null }
    const { records: all, ...written } = await writeSealed(temporary, collected.series, createdBy)
    return { records: all, orphans: collected.orphans, file: written }
  })
  const notes = notesOf(journal, known, orphans)
  const counted = records.filter((record) => !isSystemSeries(record))
  const points = counted.reduce((sum, { count }) => sum + count, 0)
  const report = { series: counted.length, torn, notes, points }
  if (file === null) {
    rmSync(journal, { recursive: true, force: true })
    return report
  }
  makeFolders(folder, FILES.tracked)
  await syncFile(folder)
  renameSync(temporary, join(folder, FILES.points))
  await syncFile(join(folder, FILES.tracked))
  writeAtomically(join(folder, FILES.series), listText(records, { ...file, notes }), { temporaryFolder: journal })
  await syncFile(dirname(join(folder, FILES.series)))
  rmSync(journal, { recursive: true, force: true })
  return report
}

/** A journal that is left beside a list may be all there is, where the file of the list has been damaged since. */
async function refuseDamaged(folder: string): Promise<void> {
  const fault = await faultOfSealed(folder)
  if (fault === null) return
  const reason = `${fault}; nothing was removed. To seal what ${FILES.tracking} still holds, move ${FILES.series} away, then recover the run`
  throw runlabError('ARCHIVE_FORMAT', { file: join(folder, FILES.points), reason })
}

function notesOf(journal: string, files: JournalFiles, orphans: number): readonly SenderNote[] {
  const notes = files.labels.flatMap((label) => readSenderNotes(journal, seriesFiles(files, label)))
  return orphans === 0 ? notes : [...notes, { key: '*', refused: [], lost: orphans }]
}

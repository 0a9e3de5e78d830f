import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError, runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { faultOfSealed, isListMissing } from '../tracking/reading/sealed-file.ts'

export interface LeftSeries {
  /** What was done, in words. */
  readonly done: readonly string[]
  /** What could not be tracked. */
  readonly refused: RunMeta['refused']
  readonly lost: number
}

/**
 * Seals what was tracked, and makes the list of series anew where it is gone or cannot be read.
 * Throws ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export async function sealLeft(folder: string): Promise<LeftSeries> {
  const [{ sealTracked }, { readSealedNotes }, { joinRefused }] = await Promise.all([
    import('../tracking/sealing/seal.ts'),
    import('../tracking/reading/sealed-list.ts'),
    import('../tracking/journal/sender-notes.ts'),
  ])
  try {
    const rebuilt = (await needsList(folder)) ? await rebuild(folder) : null
    const report = rebuilt === null ? await sealTracked(folder, 'runlab') : null
    const notes = report?.notes ?? readSealedNotes(folder)
    const refused = joinRefused(notes.map((note) => note.refused))
    const given = { refused, lost: notes.reduce((sum, note) => sum + note.lost, 0) }
    const fault = report === null && rebuilt === null ? await faultOfSealed(folder) : null
    const damaged = fault === null ? [] : [`${FILES.points} is damaged: ${fault}`]
    if (report === null) return { done: rebuilt === null ? damaged : [rebuilt], ...given }
    const { series, points, torn } = report
    const lost = torn === 0 ? '' : `; ${torn} bytes at the end of the journal were cut off and could not be read`
    return { done: [`${points} tracked points of ${series} series sealed${lost}`], ...given }
  } catch (error) {
    throw asUnwritable(error, join(folder, FILES.points))
  }
}

/** Whether the list of the series of a sealed run is gone, or cannot be read. */
export async function needsList(folder: string): Promise<boolean> {
  if (isListMissing(folder)) return true
  if (!existsSync(join(folder, FILES.points)) || existsSync(join(folder, FILES.tracking))) return false
  const { readSealedHead, readSealedList } = await import('../tracking/reading/sealed-list.ts')
  try {
    readSealedHead(folder)
    for (const { parts } of readSealedList(folder) ?? []) void parts // reads where its points are
    return false
  } catch (error) {
    if (error instanceof RunlabError && error.code === 'ARCHIVE_FORMAT') return true
    throw error
  }
}

/** Says that the points of a sealed run are damaged: nothing can make them anew. Throws ARCHIVE_FORMAT. */
export async function refuseDamagedPoints(folder: string): Promise<void> {
  const fault = await faultOfSealed(folder)
  if (fault === null) return
  const reason = `${fault}. It cannot be recovered; runlab verify says which series are still whole`
  throw runlabError('ARCHIVE_FORMAT', { file: join(folder, FILES.points), reason })
}

/** A list that cannot be read is kept beside the new one. */
async function rebuild(folder: string): Promise<string> {
  const list = join(folder, FILES.series)
  const damaged = `${FILES.series}.damaged`
  const isKept = existsSync(list)
  const { rebuildList } = await import('../tracking/sealing/rebuild-list.ts')
  const {
    series,
    points,
    damaged: unreadable,
  } = await rebuildList(folder, () => {
    if (isKept) renameSync(list, join(folder, damaged))
  })
  const kept = isKept ? `; the old one, which could not be read, is ${damaged}` : ''
  const lost = unreadable === 0 ? '' : `; ${unreadable} points lie in pages that are damaged`
  return `the list of ${series} series with ${points} points made anew from ${FILES.points}${kept}${lost}`
}

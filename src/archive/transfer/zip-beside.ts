import { RunlabError } from '../../errors.ts'
import type { RunMeta } from '../../format/meta.ts'
import { folderSize } from '../../internal/folder-size.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { readMetaIfThere } from '../status/read-status.ts'
import { annotationsBeside } from '../zip/zip-name.ts'

/**
 * All that a run is in: its folder or its ZIP, and the ZIP of the same run beside its folder, which `runlab compress --keep` leaves;
 * before a ZIP what was said of it since, so that whoever moves them in this order never has the run without that.
 */
export function placesOf(folder: string): readonly string[] {
  if (isFile(folder)) return withAnnotations(folder)
  const zip = `${folder}.zip`
  return isFile(zip) && isSameRun(folder, zip) ? [folder, ...withAnnotations(zip)] : [folder]
}

function withAnnotations(zip: string): readonly string[] {
  const annotations = annotationsBeside(zip)
  return isFile(annotations) ? [annotations, zip] : [zip]
}

/** Bytes of all that a run is in. */
export function runSize(folder: string): number {
  return placesOf(folder).reduce((sum, place) => sum + folderSize(place), 0)
}

/** Whether two places hold the same run, also where its record was modified since in one of them. False where one cannot be read. */
export function isSameRun(one: string, other: string): boolean {
  const [a, b] = [metaOrNull(one), metaOrNull(other)]
  return a !== null && b !== null && a.run === b.run && a.start_time === b.start_time && a.seed === b.seed
}

function metaOrNull(folder: string): RunMeta | null {
  try {
    return readMetaIfThere(folder) ?? null
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return null
  }
}

function isFile(path: string): boolean {
  return statIfThere(path, 'look at')?.isFile() === true
}

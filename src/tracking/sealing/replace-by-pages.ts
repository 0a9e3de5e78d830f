import { closeSync, openSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { syncFile } from '../../internal/sync-file.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { writePageFile } from '../columns/page-file.ts'
import type { PointsToPage } from '../columns/page-file.ts'
import { nameTogether } from '../journal/segment-names.ts'
import type { SegmentsAt } from '../journal/segment-names.ts'

/**
 * Writes pages in place of consecutive segments, and removes these. At every instant one of both is there, whole.
 * Throws the system's error; the segments stay then.
 */
export async function replaceByPages(
  { folder, names }: Omit<SegmentsAt, 'type'>,
  groups: Iterable<PointsToPage>,
  suffix: '' | '.pages' = '',
): Promise<void> {
  const file = join(folder, `${nameTogether(names)}.pages`)
  const temporary = takeName(file)
  try {
    await writePageFile(temporary, groups)
    await syncFile(temporary) // not to hold up what is to be appended meanwhile
    renameSync(temporary, file)
    await syncFile(folder)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  for (const name of names) rmSync(join(folder, `${name}${suffix}`), { force: true })
}

/** Another process may still compact its segment while the run seals it: both make the same pages, each in a file of its own. */
function takeName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.${n}.tmp`
    try {
      closeSync(openSync(name, 'wx'))
      return name
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
  }
}

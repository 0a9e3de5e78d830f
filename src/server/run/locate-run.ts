import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import { pathInArchive } from '../../archive/listing/listed-run.ts'
import type { ArchiveState } from '../archive-state.ts'

/**
 * The folder of a run by its path in the archive: one that is listed, or one that lies in it and is so damaged that it is not.
 * Throws RUN_NOT_FOUND for anything else, wherever it leads.
 */
export async function locateRun(archive: ArchiveState, path: string): Promise<string> {
  const listed = (await archive.runs()).find((run) => pathInArchive(run.listed) === path)
  const folder = listed?.listed.folder ?? foundBelow(archive.folder, path)
  if (folder === null || (statIfThere(folder) === undefined && !folder.endsWith('.zip')))
    throw runlabError('RUN_NOT_FOUND', { path, archive: archive.folder })
  return folder
}

function foundBelow(archive: string, path: string): string | null {
  const parts = path.split('/')
  const isPlain = !/[\0\\]/.test(path) && parts.every((part) => part !== '' && !part.startsWith('.'))
  if (!isPlain || !staysInside(archive, path)) return null
  const folder = join(archive, ...parts)
  return statIfThere(join(folder, FILES.meta)) === undefined ? null : folder
}

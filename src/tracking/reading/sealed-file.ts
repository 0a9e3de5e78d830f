import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { hashFile } from '../../internal/hash-file.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { readSealedHead } from './sealed-list.ts'

/** Whether the list of the series of a run is gone, and the file with their points is there: nothing says what is in it. */
export function isListMissing(folder: string): boolean {
  const isThere = (name: string): boolean => statIfThere(join(folder, name), 'look at') !== undefined
  return !isThere(FILES.series) && !isThere(FILES.tracking) && isThere(FILES.points)
}

/**
 * What is wrong with the file that holds the points of a sealed run, in words; null where it is, byte for byte, what its list says.
 * Throws ARCHIVE_FORMAT where the list cannot be read, and the system's error.
 */
export async function faultOfSealed(folder: string): Promise<string | null> {
  const head = readSealedHead(folder)
  if (head === null) return null
  const file = join(folder, FILES.points)
  const stats = statIfThere(file)
  if (stats === undefined) return 'it is not there'
  if (!stats.isFile()) return 'it is no file'
  if (stats.size !== head.size) return `it has ${stats.size} bytes, and its list says ${head.size}`
  return (await hashFile(file)) === head.sha256 ? null : 'it is not what its checksum says'
}

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import type { JsonObject } from '../../format/json-value.ts'
import { parseChecksums } from '../../format/records.ts'
import type { Checksums } from '../../format/records.ts'
import { asWritten } from '../../format/shape.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { hashFile } from '../../internal/hash-file.ts'
import { readRegular } from '../../internal/regular-file.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { writeJsonAtomically } from '../../internal/write-atomically.ts'
import { readDocument } from '../documents/read-document.ts'
import { readMetaIfThere } from './read-status.ts'

/** What no other record has a checksum of. */
const DOCUMENTS = [FILES.meta, FILES.data, FILES.log]

/** The checksums of a run's documents; null where it has none: it has not ended, or is older than they are. Throws ARCHIVE_FORMAT. */
export function readChecksums(folder: string): Checksums | null {
  const file = join(folder, FILES.checksums)
  const document = readDocument(file)
  return document === undefined ? null : parseChecksums(document, { file })
}

/**
 * Writes down what the documents of a run are now that nobody writes them any more; nothing where a run that goes on, or something
 * else, has taken its place. Throws ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT.
 */
export async function writeChecksums(folder: string): Promise<void> {
  const meta = readMetaIfThere(folder)
  if (meta === undefined || meta.status === 'running') return
  try {
    const files = await Promise.all(
      DOCUMENTS.map(async (path) => {
        const stats = statIfThere(join(folder, path))
        return stats?.isFile() === true ? [{ path, size: stats.size, sha256: await hashFile(join(folder, path)) }] : []
      }),
    )
    write(folder, { files: files.flat() })
  } catch (error) {
    throw asUnwritable(error, join(folder, FILES.checksums))
  }
}

/**
 * Replaces a document of a run that has ended, and its checksum. That is left out meanwhile, so that a kill leaves none that is
 * wrong; one that was wrong before stays, and tells so. Throws ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT.
 */
export function replaceDocument(folder: string, path: string, document: JsonObject): void {
  const checksums = readChecksums(folder)
  const file = join(folder, path)
  try {
    const known = checksums?.files.find((one) => one.path === path)
    const isRight = known !== undefined && statIfThere(file) !== undefined && hashNow(file) === known.sha256
    const others = checksums?.files.filter((one) => one !== known) ?? []
    if (isRight) write(folder, { files: others })
    // Not by way of the folder for unfinished writes, which a run that has ended has no more.
    writeJsonAtomically(file, document)
    if (isRight) write(folder, { files: [...others, { path, size: statIfThere(file)?.size ?? 0, sha256: hashNow(file) }] })
  } catch (error) {
    throw asUnwritable(error, file)
  }
}

const hashNow = (file: string): string => createHash('sha256').update(readRegular(file)).digest('hex')

function write(folder: string, checksums: Checksums): void {
  writeJsonAtomically(join(folder, FILES.checksums), asWritten(parseChecksums, checksums))
}

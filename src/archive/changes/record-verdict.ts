import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { isJsonObject } from '../../format/json-value.ts'
import { asWritten } from '../../format/shape.ts'
import { parseVerdict } from '../../format/verdict.ts'
import type { Verdict } from '../../format/verdict.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { writeJsonAtomically } from '../../internal/write-atomically.ts'
import { replaceDocument } from '../status/checksums.ts'
import { claimFolder } from '../claims/folder-claim.ts'
import { readDocument } from '../documents/read-document.ts'

/**
 * Keeps the verdict with the run that has repeated another: all of it in a document of its own, its class in the metadata.
 * Throws RUN_ALIVE, ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export function recordVerdict(folder: string, verdict: Verdict): void {
  const claim = claimForVerdict(folder)
  if (claim === null) throw runlabError('RUN_ALIVE', { path: folder, pid: null })
  try {
    const file = join(folder, FILES.meta)
    const meta = readDocument(file)
    const reproduces = meta !== undefined && isJsonObject(meta) ? meta['reproduces'] : undefined
    if (meta === undefined || !isJsonObject(meta) || reproduces === undefined || !isJsonObject(reproduces))
      throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it does not say which run was repeated' })
    writeJsonAtomically(join(folder, FILES.verdict), asWritten(parseVerdict, verdict))
    replaceDocument(folder, FILES.meta, { ...meta, reproduces: { ...reproduces, verdict: verdict.verdict } })
  } finally {
    claim.release()
  }
}

function claimForVerdict(folder: string): ReturnType<typeof claimFolder> {
  try {
    return claimFolder(folder)
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

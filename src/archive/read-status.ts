import { join } from 'node:path'
import { RunlabError, runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta, RunStatus } from '../format/meta.ts'
import { parseMeta } from '../format/parse-meta.ts'
import { parseAliveRecord, parseEndingRecord } from '../format/parse-records.ts'
import type { EndingRecord } from '../format/records.ts'
import { judgeLiveness } from './liveness.ts'
import type { Liveness, ProcessSpace } from './liveness.ts'
import { readDocument } from './read-document.ts'

/** The metadata of a run's folder. Throws RUN_NOT_FOUND when there is none, ARCHIVE_FORMAT, ARCHIVE_VERSION. */
export function readMeta(folder: string): RunMeta {
  const meta = readMetaIfThere(folder)
  if (meta === undefined) throw runlabError('RUN_NOT_FOUND', { path: folder })
  return meta
}

/** The metadata of a folder; undefined when it is none of a run. Throws ARCHIVE_FORMAT, ARCHIVE_VERSION. */
export function readMetaIfThere(folder: string): RunMeta | undefined {
  const file = join(folder, FILES.meta)
  const document = readDocument(file)
  return document === undefined ? undefined : parseMeta(document, file)
}

/** The metadata together with the status that it amounts to as seen from here. */
export interface Standing {
  readonly meta: RunMeta
  readonly status: RunStatus
}

/**
 * What a run's status amounts to: one that says `running` is `crashed` when its process is gone, `interrupted` when it was
 * ended by force after a signal, and `unknown` when neither can be told from here.
 */
export function judgeStatus(folder: string, meta: RunMeta, here?: ProcessSpace): Standing {
  if (meta.status !== 'running') return { meta, status: meta.status }
  const ending = readEnding(folder)
  if (ending !== null) return judgeEnded(readMeta(folder), ending)
  const liveness = readLiveness(folder, here)
  if (liveness === 'alive') return { meta, status: 'running' }
  // It may have ended, and its process with it, since the metadata was read.
  const now = readMeta(folder)
  if (now.status !== 'running') return { meta: now, status: now.status }
  return { meta: now, status: liveness === 'dead' ? 'crashed' : 'unknown' }
}

/** What the supervisor saw; null where there was none, or it was gone first. Throws ARCHIVE_FORMAT. */
export function readEnding(folder: string): EndingRecord | null {
  const file = join(folder, FILES.ending)
  const document = readDocument(file)
  return document === undefined ? null : parseEndingRecord(document, { file })
}

/** A run that says `running`, and whose process has ended, was ended by force or died. */
function judgeEnded(meta: RunMeta, { forced }: EndingRecord): Standing {
  return { meta, status: meta.status !== 'running' ? meta.status : forced ? 'interrupted' : 'crashed' }
}

/** Whether the process that executes a run lives; null when none says that it does. */
export function readLiveness(folder: string, here?: ProcessSpace): Liveness | null {
  const file = join(folder, FILES.alive)
  try {
    const document = readDocument(file)
    return document === undefined ? null : judgeLiveness(parseAliveRecord(document, { file }), here)
  } catch (error) {
    if (error instanceof RunlabError) return 'unknown'
    throw error
  }
}

import type { RunlabError } from '../../errors.ts'
import { briefOf } from '../index/run-brief.ts'
import type { RunBrief } from '../index/run-brief.ts'
import type { Standing } from '../status/read-status.ts'

/** Where a run lies. */
export interface Listed {
  /** Absolute path when the archive's is. */
  readonly folder: string
  /** The folder's name. */
  readonly run: string
  /** Where in the archive the folder lies, POSIX separators; empty at its top. */
  readonly namespace: string
}

/** A run of an archive. Where its index knows it, metadata are read when they are asked for. */
export interface ListedRun extends Listed, Standing {
  /** Unix seconds. */
  readonly start: number
  readonly brief: RunBrief
}

/** A folder that could not be read: a run with broken or newer metadata, or a folder without permission. */
export interface UnreadableRun extends Listed {
  readonly error: RunlabError
}

export function pathInArchive({ namespace, run }: Pick<Listed, 'namespace' | 'run'>): string {
  return namespace === '' ? run : `${namespace}/${run}`
}

/** A run whose metadata have been read. */
export function asListed({ folder, run, namespace }: Listed, { meta, status, life, lastSign }: Standing): ListedRun {
  return { folder, run, namespace, meta, status, life, lastSign, start: meta.start_time, brief: briefOf(meta) }
}

import type { RunReader } from '../../api/run.ts'
import type { CodeContent } from '../../archive/documents/read-code.ts'
import type { SnapshotRecord } from '../../format/records.ts'

/** What is compared of a run. */
export type ComparedRun = Pick<
  RunReader,
  'folder' | 'namespace' | 'name' | 'status' | 'meta' | 'lineage' | 'environment' | 'snapshot' | 'values' | 'tracked'
>

/** Gives a captured file of a run: `path` is below `code/`, and no more than `largest` bytes are read. */
export type ReadCapturedFile = (path: string, largest: number) => CodeContent

/** The captured files of a run. */
export interface CapturedCode {
  /** `A` or `B`, as the run is called in sentences. */
  readonly label: string
  /** Null where it is not recorded. */
  readonly snapshot: SnapshotRecord | null
  readonly read: ReadCapturedFile
}

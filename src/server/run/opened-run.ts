import type { ReportRun } from '../../report/report-run.ts'
import type { ArchiveState } from '../archive-state.ts'

/** A run that is opened for the page. */
export interface OpenedRun extends ReportRun {
  /** Its path in the archive. */
  readonly id: string
  /** Where its files are served: `files/KEY/study/run/`. */
  readonly served: string
  readonly archive: ArchiveState
}

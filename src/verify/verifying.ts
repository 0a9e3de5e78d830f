import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import type { Checked, Report } from './finding.ts'
import type { RunFiles } from './run-files.ts'

/** A run that is being verified. */
export interface Verifying {
  readonly run: ArchivedRun
  readonly files: RunFiles
  readonly report: Report
  /** Whether anything was said of a file. */
  readonly isReported: (file: string) => boolean
  readonly checked: Checked
}

import { dirname, join, resolve } from 'node:path'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { writeAtomically } from '../internal/write-atomically.ts'
import { page } from './page.ts'
import { openForReport } from './report-run.ts'
import { RunFiles } from './run-files.ts'

export interface ReportOptions {
  /** Put pictures, videos and sounds into the page (up to 64 MB), so that it can be mailed; it then links to no file. */
  readonly inline?: boolean
  /** Where it is written, relative to the working directory; `report.html` in the run's folder when left out. */
  readonly target?: string
}

/**
 * Writes what a run's folder records as one page, and gives the page's absolute path. Reads documents and files of the run
 * only, runs nothing and takes no lock. A document that cannot be read costs its section, not the page.
 * Rejects with RUN_NOT_FOUND, ARCHIVE_VERSION, ARCHIVE_UNWRITABLE.
 */
export async function writeReport(folder: string, { inline = false, target }: ReportOptions = {}): Promise<string> {
  const { run, broken } = await openForReport(resolve(folder))
  const path = target === undefined ? join(run.folder, FILES.report) : resolve(target)
  const files = new RunFiles({ folder: run.folder, from: dirname(path), inline })
  writeAtomically(path, page({ run, files, broken }), { flush: false, ...(target === undefined ? asideIn(run.folder) : {}) })
  return path
}

/** Where a kill leaves an unfinished page without it being taken for an artifact. */
function asideIn(folder: string): { readonly temporaryFolder?: string } {
  const own = join(folder, FILES.internal)
  return statIfThere(own)?.isDirectory() === true ? { temporaryFolder: own } : {}
}

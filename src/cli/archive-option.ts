import { findArchive } from '../archive/listing/find-project.ts'

/** The archive that a command works on: `--results`, else `RUNLAB_RESULTS`, else that of the project around the working directory. */
export function archiveOf(results: string | undefined): string {
  return findArchive({ from: process.cwd(), cwd: process.cwd(), env: process.env, results }).archive
}

import type { LoadOptions } from '../api/experiment.ts'
import type { RunReader } from '../api/run.ts'

/**
 * Loads a run for reading. `path` is its folder, a file at the top of it (such as `experiment_meta.json`), or the `file:`
 * URL of either. Executes nothing of the archive and takes no lock.
 * Throws RUN_NOT_FOUND, ARCHIVE_FORMAT, ARCHIVE_VERSION.
 */
export async function loadRun<V = Readonly<Record<string, unknown>>>(
  path: string | URL,
  options: LoadOptions = {},
): Promise<RunReader<V>> {
  // What the parameters' types are is the caller's knowledge; the archive holds their values.
  const { openRun } = await import('./open-run.ts') // a run that goes on has no need of it
  return openRun(path, options) as unknown as RunReader<V>
}

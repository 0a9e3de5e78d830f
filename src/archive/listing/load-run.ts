import type { LoadOptions } from '../../api/experiment.ts'
import type { RunReader } from '../../api/run.ts'

/**
 * Loads a run for reading. `run` is its folder, a file at the top of it (such as `experiment_meta.json`), or the `file:`
 * URL of either; or, in the archive of the project around the working directory, its name, `namespace/name`, the end or the
 * beginning of its name, or `latest`. Executes nothing of the archive and takes no lock.
 *
 * ```ts
 * const run = await loadRun('latest')
 * ```
 *
 * Throws RUN_NOT_FOUND, RUN_AMBIGUOUS, ARCHIVE_FORMAT, ARCHIVE_VERSION.
 */
export async function loadRun<V = Readonly<Record<string, unknown>>>(
  run: string | URL,
  options: LoadOptions = {},
): Promise<RunReader<V>> {
  // What the parameters' types are is the caller's knowledge; the archive holds their values.
  return (await load(run, options)) as unknown as RunReader<V>
}

/** A run that goes on has no need of what is imported here. */
async function load(run: string | URL, { results, ...options }: LoadOptions): Promise<RunReader> {
  const { openRun } = await import('../opening/open-run.ts')
  if (typeof run !== 'string' || run.startsWith('file:')) return openRun(run, options)
  const [{ findRun }, { findArchive }] = await Promise.all([import('../listing/find-run.ts'), import('./find-project.ts')])
  const { archive } = findArchive({ from: process.cwd(), cwd: process.cwd(), env: process.env, results })
  return await findRun(run, archive, options)
}

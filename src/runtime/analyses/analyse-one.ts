import type { RunReader } from '../../api/run.ts'
import type { RunlabError } from '../../errors.ts'
import type { AnalysisRecord } from '../../format/analyses.ts'
import { realSystem } from '../system.ts'

/** Which analyses of a run to call, and whose code. */
export interface AnalyseOptions {
  /** One of them; all that the experiment declares when left out. */
  readonly name?: string
  /** `archived`, the code that the run has kept, when left out; `current`: that of the project around the working directory. */
  readonly code?: 'archived' | 'current'
}

/**
 * Calls the analyses that an experiment declares on a run of it that has ended, as `runlab analyse` does: **executes its archived
 * code**. What they add is kept below `analysis/`, in place of what they had added before.
 *
 * ```ts
 * const added = await analyseRun(await loadRun('latest'))
 * ```
 *
 * @throws ANALYSIS_FAILED when one throws, after the others were called; ANALYSIS_REFUSED, ANALYSIS_UNKNOWN, and what loading throws.
 */
export async function analyseRun(
  { folder }: Pick<RunReader, 'folder'>,
  options: AnalyseOptions = {},
): Promise<readonly AnalysisRecord[]> {
  const [{ openRun }, { analyseFinishedRun }] = await Promise.all([
    import('../../archive/opening/open-run.ts'),
    import('./analyse-run.ts'),
  ])
  const system = realSystem()
  const { added, failed } = await analyseFinishedRun(openRun(folder), {
    ...options,
    system,
    write: (stream, text) => void (stream === 'out' ? system.stdout : system.stderr).write(text),
  })
  const [first]: readonly RunlabError[] = failed
  if (first !== undefined) throw first
  return added
}

import type { Verdict } from '../../format/verdict.ts'
import type { OutcomeRun } from './judge-outcomes.ts'
import type { Tolerances } from '../../format/tolerance.ts'

/**
 * Whether a run gave what another gave: how it ended, its values, every point of its series, its artifacts and tracked media. Exact
 * unless a tolerance says otherwise; times, the log and `system/` are not compared. Executes nothing of either run.
 *
 * ```ts
 * const { verdict, items } = await compareOutcomes(original, repeated, { tolerance: { 'loss/*': 1e-6, 'timing/*': 'ignore' } })
 * ```
 *
 * @throws TOLERANCE_INVALID; ARCHIVE_FORMAT where a document of a run is not what runlab writes.
 */
export async function compareOutcomes(
  original: OutcomeRun,
  repeated: OutcomeRun,
  { tolerance = {} }: { readonly tolerance?: Tolerances } = {},
): Promise<Verdict> {
  const [{ judgeOutcomes }, { readTolerances }] = await Promise.all([
    import('./judge-outcomes.ts'),
    import('../../format/tolerance.ts'),
  ])
  return await judgeOutcomes(original, repeated, readTolerances(tolerance))
}

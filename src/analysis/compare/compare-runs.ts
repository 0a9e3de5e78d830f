import type { RunComparison } from '../../api/run-comparison.ts'
import type { RunReader } from '../../api/run.ts'
import { checkCount } from './check-count.ts'

/**
 * Puts two to forty runs side by side: the parameters, values, last points of series, files, packages and machines in which they
 * differ. With `all` also those in which they do not.
 *
 * ```ts
 * const { facts } = await compareRuns(openArchive('results').runs({ where: 'params.rate < 0.1' }))
 * ```
 *
 * @throws COMPARE_COUNT for fewer runs or more; ARCHIVE_FORMAT where a document of a run is not what runlab writes.
 */
export async function compareRuns(
  runs: Iterable<Pick<RunReader, 'folder'>> | AsyncIterable<Pick<RunReader, 'folder'>>,
  { all = false }: { readonly all?: boolean } = {},
): Promise<RunComparison> {
  const folders = new Set<string>()
  for await (const { folder } of runs) folders.add(folder)
  checkCount(folders.size)
  const [{ openRun }, { factsOf }, tables] = await Promise.all([
    import('../../archive/opening/open-run.ts'),
    import('./facts-of-runs.ts'),
    import('./comparison-tables.ts'),
  ])
  const opened = Array.from(folders, (folder) => openRun(folder))
  const compared = factsOf(opened, all)
  return {
    ...compared,
    csv: () => tables.comparisonCsv(compared),
    markdown: () => tables.comparisonMarkdown(compared),
    latex: () => tables.comparisonLatex(compared, 'compareRuns(…)'),
  }
}

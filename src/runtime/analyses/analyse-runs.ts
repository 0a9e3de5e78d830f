import { join } from 'node:path'
import type { ModuleMeta, RunOptions } from '../../api/experiment.ts'
import type { RunCore, RunReader } from '../../api/run.ts'
import { specify } from '../../experiment/define.ts'
import { FILES } from '../../format/files.ts'
import { fromCaller } from '../../internal/from-caller.ts'
import { isZipName } from '../../archive/zip/zip-name.ts'
import { param } from '../../parameters/param.ts'
import { ExperimentHandle } from '../experiment.ts'

/** What an analysis of many runs has as parameters: their names, with the namespace. */
export interface AnalysedRuns {
  readonly runs: readonly string[]
}

/**
 * Calls an analysis of many runs, whose results are a run of their own: it tracks, sets, commits and plots like any other. Its
 * parameter `runs` are the names of those that it read; their metadata are among its inputs, with checksums.
 *
 * ```ts
 * await analyseRuns(import.meta, openArchive('results').runs({ where: 'status == "done"' }), (e, runs) => {
 *   e.set('best', Math.max(...runs.map((run) => run.value<number>('accuracy'))))
 * })
 * ```
 *
 * @throws as `experiment.run`.
 */
export async function analyseRuns<R extends RunReader>(
  meta: ModuleMeta,
  runs: Iterable<R> | AsyncIterable<R>,
  analyse: (e: RunCore<AnalysedRuns>, runs: readonly R[]) => unknown,
  options: Omit<RunOptions<AnalysedRuns>, 'parameters'> = {},
): Promise<RunReader<AnalysedRuns>> {
  const all: R[] = []
  for await (const run of runs) all.push(run)
  const names = all.map(({ namespace, name }) => `${namespace}/${name}`)
  const definition = {
    parameters: { runs: param.json(names) },
    async run(e: RunCore<AnalysedRuns>) {
      // One in a ZIP is one file.
      for (const { folder } of all) await e.use(isZipName(folder) ? folder : join(folder, FILES.meta))
      await analyse(e, all)
    },
  }
  const handle = fromCaller(analyseRuns, () => new ExperimentHandle(specify(meta, definition)))
  return (await handle.run(options)) as unknown as RunReader<AnalysedRuns>
}

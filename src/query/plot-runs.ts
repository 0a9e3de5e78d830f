import type { RunPlot } from '../api/run-charts.ts'
import type { RunReader } from '../api/run.ts'
import type { RunChart } from '../api/visual.ts'
import { checkSelection } from './check-selection.ts'

/** What is asked of a run: those of an archive, what `experiment.run` and `loadRun` resolve with. */
type AnyRun = Pick<RunReader, 'folder'>

const OPTIONS = ['of', 'kind', 'by', 'x', 'band', 'smoothing', 'title', 'xLabel', 'yLabel', 'log', 'paper', 'size']

/**
 * A figure over runs: curves of a series with bands over seeds, means with their intervals, dots, boxes, parallel coordinates. It is data,
 * which `e.commit('loss.pdf', figure)`, `saveFigure('loss.pdf', figure)` and `e.plot` take; `notes` say what has to be in its caption.
 *
 * ```ts
 * const figure = await plotRuns(openArchive('results').runs(), { of: 'loss', by: ['params.rate'], paper: true })
 * await saveFigure('loss.pdf', figure)
 * ```
 *
 * Runs count that are done and have finite values; the others are named in `notes`.
 *
 * @throws QUERY_OPTION, QUERY_INVALID, QUERY_FIELD_UNKNOWN; PLOT_EMPTY where no run counts.
 */
export async function plotRuns(runs: Iterable<AnyRun> | AsyncIterable<AnyRun>, options: RunPlot): Promise<RunChart> {
  checkSelection({ ...options, of: options.of ?? null }, OPTIONS)
  const [{ loadLanguage }, { fieldsOf }, { openRun }, { asListed }, { plot }, { sayUnnamed }] = await Promise.all([
    import('./filter/environment.ts'),
    import('./run-fields.ts'),
    import('../archive/opening/open-run.ts'),
    import('../archive/listing/listed-run.ts'),
    import('./figures/plot.ts'),
    import('./figures/say-unnamed.ts'),
  ])
  await loadLanguage()
  const now = new Date()
  const fields = []
  for await (const { folder } of runs) {
    const { standing, name, namespace } = openRun(folder)
    fields.push(fieldsOf(asListed({ folder, run: name, namespace }, standing), now))
  }
  return await sayUnnamed(plot(fields, options).chart)
}

import { replaceVisuals } from '../../drawing/visual-index.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { Plots } from '../../runtime/drawing/plots.ts'
import { Redactor } from '../../secrets/redactor.ts'
import { seriesOf } from '../definition/series-of.ts'
import type { SweepState } from '../ledger/sweep-state.ts'
import { parseObjectives } from '../running/read-objectives.ts'
import { sweepCharts } from './sweep-charts.ts'
import type { SweepChart } from './sweep-charts.ts'
import { trialCurves } from './trial-curves.ts'

/** Draws the pictures of a sweep into its folder, in place of those that are there. Gives what is missing, in sentences. */
export async function drawSweep(folder: string, state: SweepState): Promise<readonly string[]> {
  const missing: string[] = []
  replaceVisuals(folder, FILES.visuals, [])
  const plots = new Plots(folder, new Redactor([]))
  const [first, ...others] = sweepCharts(state)
  const curves = await curvesOf(folder, state)
  for (const { name, chart } of [...(first === undefined ? [] : [first]), ...curves, ...others]) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- in the order in which they are shown
      await plots.plot(name, chart, { title: chart.title })
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      missing.push(`The picture ${name} is missing: ${error.message}`)
    }
  }
  return missing
}

/** Of the series that is pruned by, or that the first objective reads. */
async function curvesOf(folder: string, state: SweepState): Promise<readonly SweepChart[]> {
  const { pruner, objectives } = state.definition
  const [objective] = await parseObjectives(objectives.slice(0, 1).map(({ expression }) => expression))
  const series = pruner?.series ?? seriesOf(objective)
  const chart = series === null ? null : trialCurves(folder, state, series)
  return chart === null ? [] : [{ name: 'curves', chart }]
}

import type { BarChart, HeatMap, LineChart, RunChart, Tiles } from '../../api/visual.ts'
import { drawBars } from './draw-bars.ts'
import { drawHeatMap } from './draw-heat-map.ts'
import { drawLines } from './draw-lines.ts'
import { drawTiles } from './draw-tiles.ts'
import type { Drawing } from './drawing.ts'
import type { Margins } from './frame.ts'
import { loadPlot } from './plot.ts'
import { drawBoxes } from './runs/draw-boxes.ts'
import { drawCurves } from './runs/draw-curves.ts'
import { drawParallel } from './runs/draw-parallel.ts'
import { drawPoints } from './runs/draw-points.ts'

export type TitledChart = LineChart | BarChart | HeatMap | Tiles | RunChart

/** A chart as SVG, with no less beside its axes than asked for, or why there is nothing to draw. */
export async function drawChart(chart: TitledChart, least?: Margins): Promise<Drawing> {
  await loadPlot()
  switch (chart.type) {
    case 'lines':
      return drawLines(chart, least)
    case 'bars':
      return drawBars(chart, least)
    case 'heat-map':
      return drawHeatMap(chart, least)
    case 'tiles':
      return drawTiles(chart)
    case 'curves':
      return drawCurves(chart)
    case 'points':
      return drawPoints(chart)
    case 'boxes':
      return drawBoxes(chart)
    case 'parallel':
      return drawParallel(chart)
  }
}

import type { BarChart, HeatMap, LineChart, Tiles } from '../../api/visual.ts'
import { drawBars } from './draw-bars.ts'
import { drawHeatMap } from './draw-heat-map.ts'
import { drawLines } from './draw-lines.ts'
import { drawTiles } from './draw-tiles.ts'
import type { Drawing } from './drawing.ts'
import type { Margins } from './frame.ts'
import { loadPlot } from './plot.ts'

export type TitledChart = LineChart | BarChart | HeatMap | Tiles

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
  }
}

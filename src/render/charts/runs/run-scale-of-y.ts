import type { CurveChart } from '../../../api/run-charts.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import { Y_LABEL_ROOM } from '../frame.ts'
import { scaleOfY } from '../line-scales.ts'
import type { PlacedLine } from '../line-scales.ts'
import { textWidth } from '../text-width.ts'
import { FONT_SIZE, HEIGHT } from '../theme.ts'
import { sheetOf } from './sheet.ts'

/** As of other lines; where there is no room to say that it is logarithmic, the label alone, whole: ticks show it, too. */
export function runScaleOfY(
  chart: Pick<CurveChart, 'y' | 'size' | 'paper'>,
  columns: readonly PlacedLine[],
  extent: readonly [number, number],
): ScaleSpec {
  const y = scaleOfY(chart, columns, extent)
  if (!y.isLog) return y
  const room = sheetOf(chart).height - HEIGHT + Y_LABEL_ROOM
  const label = `${chart.y.label} (logarithmic)`
  return { ...y, label: textWidth(label, FONT_SIZE) <= room ? label : chart.y.label }
}

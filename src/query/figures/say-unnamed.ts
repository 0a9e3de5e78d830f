import type { RunChart } from '../../api/visual.ts'

/** A figure for a paper has no sentences: that its legend has no room for all groups is said in its notes. */
export async function sayUnnamed(chart: RunChart): Promise<RunChart> {
  if (chart.paper !== true) return chart
  const { drawChart } = await import('../../render/charts/draw-chart.ts')
  const drawing = await drawChart(chart)
  const { groups = 0, named = 0 } = ('svg' in drawing ? drawing.legend : undefined) ?? {}
  if (named === groups) return chart
  const note = `The legend names ${named} of ${groups} groups: there is no room for more`
  return { ...chart, notes: [...(chart.notes ?? []), note] }
}

import type { Line, LineChart } from '../api/visual.ts'
import type { Series } from '../api/tracking.ts'
import type { PlannedVisual } from './plan-visuals.ts'

/**
 * A plot of numbers over their steps; over time where steps say nothing: all are the same, or they count what the machine
 * was asked. `start` is the run's, in milliseconds since the epoch.
 */
export function compileNumbers(planned: PlannedVisual, open: (index: number) => Series, start: number): LineChart {
  const all = planned.series.map((_, i) => open(i))
  const isTime =
    planned.group === 'system' || all.every(({ steps }) => steps.length > 1 && steps.every((step) => step === steps[0]))
  const lines = all.map((series, i): Line => {
    const { label, options, group } = planned.series[i] as PlannedVisual['series'][number]
    const x = isTime ? series.times.map((time) => time - start) : series.steps
    return { label, x, y: series.values, colour: options.colour, group }
  })
  const { unit, step = 'step', log, smoothing } = planned.options
  const name = planned.name.slice(planned.name.lastIndexOf('/') + 1)
  return {
    type: 'lines',
    title: planned.title,
    x: { label: isTime ? 'time' : step, scale: isTime ? 'time' : undefined },
    y: { label: withUnit(name, unit), scale: log === undefined ? undefined : log ? 'log' : 'linear' },
    lines,
    smoothing,
  }
}

export function withUnit(label: string, unit: string | undefined): string {
  return unit === undefined || unit === '' ? label : `${label} (${unit})`
}

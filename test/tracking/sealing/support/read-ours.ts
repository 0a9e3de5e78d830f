import { contextKey } from '../../../../src/format/series.ts'
import { KindRegistry } from '../../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../../src/tracking/reading/tracked-reader.ts'
import type { Row } from './rows.ts'

/** All points of a run, as its reader has them: iterated over, and checked against the columns. */
export function readOurs(run: string): readonly Row[] {
  const reader = new TrackedReader(run, new KindRegistry())
  const withPoints = reader.summaries().filter(({ count }) => count > 0)
  return withPoints.flatMap(({ name, context, kind }) => {
    const series = reader.series(name, { context })
    const points = [...series]
    const isNumber = kind === 'number'
    if (points.length !== series.length || series.steps.length !== series.length || series.times.length !== series.length) {
      throw new Error(`${name} has ${points.length} points, and says that it has ${series.length}`)
    }
    return points.map(({ value }, i): Row => ({
      series: name,
      context: context === null ? null : contextKey(context),
      kind,
      sender: '',
      step: series.steps[i] as number,
      time: series.times[i] as number,
      value: isNumber ? (series.values[i] as number) : null,
      data: isNumber ? null : kind === 'text' ? String(value) : JSON.stringify(value),
    }))
  })
}

import type { Box, RunPlot } from '../../api/run-charts.ts'
import { groupRuns } from '../groups.ts'
import type { RunFields } from '../run-fields.ts'
import { quantile } from '../statistics/bootstrap-interval.ts'
import { groupNames, withUnit } from './group-names.ts'
import type { Compiled } from './plotted-runs.ts'
import { defaultBy } from './run-numbers.ts'

/** Whiskers reach to the furthest value within so many times the distance of the quartiles (J. W. Tukey, 1977). */
const REACH = 1.5

/** A box for each group, with all its values. */
export function boxesOf(runs: readonly RunFields[], { of, by }: RunPlot): Compiled {
  const { labels, values, groups } = groupRuns(runs, { by: by ?? defaultBy(runs), values: [of] })
  const { by: over, nameOf } = groupNames(runs, labels)
  const filled = groups.flatMap((group) => {
    const counted = group.values[0]?.numbers ?? []
    return counted.length === 0 ? [] : [{ label: nameOf(group.key), counted }]
  })
  const [label = of] = values
  return {
    chart: {
      type: 'boxes',
      title: label,
      x: { label: over ?? 'all runs' },
      y: { label: withUnit(runs, label) },
      notes: ['Box: quartiles and median; whiskers: up to 1.5 times their distance; dots: runs'],
      boxes: filled.map(({ label: name, counted }) =>
        boxOf(
          name,
          counted.map(({ value }) => value),
        ),
      ),
    },
    groups: filled.map(({ label: name, counted }) => ({ label: name, runs: counted.map(({ run }) => run) })),
    leftOut: groups.flatMap((group) => group.values[0]?.leftOut ?? []),
  }
}

/** Of at least one number. */
export function boxOf(label: string, values: readonly number[]): Box {
  const sorted = Float64Array.from(values).toSorted()
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [number, number, number]
  const reach = REACH * (upper - lower)
  const low = sorted.find((value) => value >= lower - reach) ?? lower
  const high = sorted.findLast((value) => value <= upper + reach) ?? upper
  return { label, values, quartiles: [lower, median, upper], whiskers: [Math.min(low, lower), Math.max(high, upper)] }
}

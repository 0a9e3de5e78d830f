import type { PointSet, RunPlot } from '../../api/run-charts.ts'
import { groupBy } from '../../internal/group-by.ts'
import { columnOf } from '../columns.ts'
import { groupRuns } from '../groups.ts'
import type { LeftOut } from '../groups.ts'
import type { RunFields } from '../run-fields.ts'
import { cellText, groupNames, withUnit } from './group-names.ts'
import type { Compiled } from './plotted-runs.ts'
import { defaultBy, runNumbers } from './run-numbers.ts'

/** A dot for each run: a number of it over another, or over what is none. */
export function scatterOf(all: readonly RunFields[], { of, by = [], x }: RunPlot): Compiled {
  const { label, runs: done, numbers, leftOut } = runNumbers(all, of)
  const across = columnOf(all, x ?? defaultBy(all)[0] ?? 'seed')
  const placeOf = new Map(all.map((run, i) => [run, across.cells[i]]))
  const lacks: LeftOut[] = done.filter((run) => isNothing(placeOf.get(run))).map((run) => ({ run, why: `no ${across.label}` }))
  const points = done.flatMap((run, i) =>
    isNothing(placeOf.get(run)) ? [] : [{ run, at: placeOf.get(run), y: numbers[i] as number }],
  )
  const categories = points.every(({ at }) => typeof at === 'number')
    ? undefined
    : [...new Set(points.map(({ at }) => cellText(at)))].toSorted()
  const { labels, groups } = groupRuns(
    points.map(({ run }) => run),
    { by, values: [] },
  )
  const { by: byLabel, nameOf } = groupNames(all, labels)
  const groupOf = new Map(groups.flatMap(({ key, runs }) => runs.map((run) => [run, nameOf(key)] as const)))
  const order = groups.map(({ key }) => nameOf(key))
  const parted = groupBy(points, ({ run }) => groupOf.get(run) ?? '').toSorted(
    ([a], [b]) =>
      order.indexOf(a === undefined ? '' : (groupOf.get(a.run) ?? '')) -
      order.indexOf(b === undefined ? '' : (groupOf.get(b.run) ?? '')),
  )
  const sets = parted.map((own): PointSet => ({
    label: own[0] === undefined ? '' : (groupOf.get(own[0].run) ?? ''),
    x: own.map(({ at }) => (categories === undefined ? Number(at) : categories.indexOf(cellText(at)))),
    y: own.map(({ y }) => y),
  }))
  return {
    chart: {
      type: 'points',
      title: `${label} over ${across.label}`,
      by: byLabel,
      x: { label: withUnit(all, across.label) },
      y: { label: withUnit(all, label) },
      categories,
      notes: [`${points.length} ${points.length === 1 ? 'run' : 'runs'}, a dot each`],
      sets,
    },
    groups: parted.map((own, i) => ({ label: sets[i]?.label ?? '', runs: own.map(({ run }) => run) })),
    leftOut: [...leftOut, ...lacks],
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))
}

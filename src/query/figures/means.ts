import type { PointSet, RunPlot } from '../../api/run-charts.ts'
import { capitalised } from '../../internal/capitalised.ts'
import { groupBy } from '../../internal/group-by.ts'
import { groupRuns } from '../groups.ts'
import type { Group } from '../groups.ts'
import type { RunFields } from '../run-fields.ts'
import { BAND_TEXT, centreOf } from './band.ts'
import { cellText, groupNames, withUnit } from './group-names.ts'
import type { Compiled } from './plotted-runs.ts'
import { defaultBy } from './run-numbers.ts'

/** A mean with its interval for each group: over its first key, and a line for each combination of the others. */
export function meansOf(runs: readonly RunFields[], { of, by, x, band = 'ci' }: RunPlot): Compiled {
  const keys = by ?? defaultBy(runs)
  const first = x ?? keys[0]
  const all = first === undefined ? [] : [first, ...keys.filter((key) => key !== first)]
  const { labels, values, groups: every } = groupRuns(runs, { by: all, values: [of] })
  // Where no run counts there is no point, and the axis does not reach there.
  const groups = every.filter(({ n: [, most] }) => most > 0)
  const isNumeric = groups.length > 1 && groups.every(({ key: [value] }) => typeof value === 'number')
  const categories = isNumeric ? undefined : [...new Set(groups.map(({ key: [value] }) => cellText(value)))]
  const placeOf = ({ key: [value] }: Group): number =>
    categories === undefined ? Number(value) : categories.indexOf(cellText(value))
  const { by: byOthers, nameOf } = groupNames(runs, labels.slice(1))
  const sets = groupBy(groups, ({ key }) => nameOf(key.slice(1))).map((own): PointSet => {
    const points = own.map((group) =>
      centreOf(
        (group.values[0]?.numbers ?? []).map(({ value }) => value),
        band,
      ),
    )
    return {
      label: nameOf(own[0]?.key.slice(1) ?? []),
      x: own.map(placeOf),
      y: points.map(({ centre }) => centre),
      low: points.map(({ low }) => low),
      high: points.map(({ high }) => high),
      isJoined: isNumeric,
    }
  })
  const [label = of] = values
  const [over] = labels
  return {
    chart: {
      type: 'points',
      title: label,
      by: byOthers,
      x: { label: over === undefined ? 'all runs' : withUnit(runs, over) },
      y: { label: withUnit(runs, label) },
      categories: over === undefined ? [''] : categories,
      notes: [
        whatOf(groups, band),
        ...(isNumeric && sets.length > 1
          ? [`Points at the same ${over} stand side by side, so that their bars can be seen`]
          : []),
      ],
      sets,
    },
    groups: groups.map((group) => ({
      label: group.key.map(cellText).join(', '),
      runs: (group.values[0]?.numbers ?? []).map(({ run }) => run),
    })),
    leftOut: every.flatMap((group) => group.values[0]?.leftOut ?? []),
  }
}

function whatOf(groups: readonly Group[], band: keyof typeof BAND_TEXT): string {
  const counts = groups.map((group) => group.values[0]?.numbers.length ?? 0).filter((count) => count > 0)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const { centre, band: bar } = BAND_TEXT[band]
  if (most === 1) return 'One run a point'
  return `${capitalised(centre)} of ${least === most ? most : `${least} to ${most}`} runs a point; bar: ${bar}`
}

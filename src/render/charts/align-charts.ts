import type { Axis } from '../../api/axis.ts'
import { asksForLog } from './choose-scale.ts'
import { topOf } from './draw-bars.ts'
import type { TitledChart } from './draw-chart.ts'
import { domainOfY } from './line-scales.ts'
import { extentOf } from './extent.ts'

type Range = readonly [number, number]

/** The same charts on one scale, where they are of one type and their axes agree: so that frames of a video compare. */
export function alignCharts(charts: readonly TitledChart[]): readonly TitledChart[] {
  const ofType = <T extends TitledChart['type']>(type: T) =>
    charts.filter((chart): chart is Extract<TitledChart, { type: T }> => chart.type === type)
  const isOne = charts.every(({ type }) => type === charts[0]?.type)
  if (charts.length < 2 || !isOne) return charts
  switch (charts[0]?.type) {
    case 'lines': {
      const withX = align(ofType('lines'), 'x', ({ lines }) =>
        lines.map(({ x }) => Float64Array.from(x as ArrayLike<number>, Number)),
      )
      return align(withX, 'y', ({ lines }) => lines.map(({ y }) => y), { isScaled: true, widen: domainOfY })
    }
    case 'bars': {
      const withX = align(ofType('bars'), 'x', ({ edges }) => [edges])
      return align(withX, 'y', ({ heights }) => [heights], { widen: (_, extent) => topOf(extent) })
    }
    case 'heat-map': {
      const withX = align(ofType('heat-map'), 'x', ({ columns }) => [columns.map(({ x }) => x)])
      if (withX.some(({ isDensity }) => isDensity === true)) return withX // shown is where nearly all is
      const withY = align(withX, 'y', ({ columns }) => columns.map(({ edges }) => edges))
      return align(withY, 'colour', ({ columns }) => columns.map(({ values }) => values), { isScaled: true })
    }
    case 'tiles':
      return align(ofType('tiles'), 'colour', ({ tiles }) => tiles.map(({ values }) => values), { isScaled: true })
    default:
      return charts
  }
}

interface Alignment {
  /** Whether the values may ask for a logarithmic scale. */
  readonly isScaled?: boolean
  readonly widen?: (columns: readonly ArrayLike<number>[], extent: Range, isLog: boolean) => Range
}

/** Charts with one axis in common, unless they name it differently, or have chosen its domain themselves. */
function align<K extends string, C extends Readonly<Record<K, Axis>>>(
  charts: readonly C[],
  key: K,
  columnsOf: (chart: C) => readonly ArrayLike<number>[],
  { isScaled = false, widen }: Alignment = {},
): readonly C[] {
  const [first] = charts
  const agree = charts.every(({ [key]: { label, scale, domain } }) => {
    return domain === undefined && label === first?.[key].label && scale === first[key].scale
  })
  const columns = charts.flatMap(columnsOf)
  const extent = extentOf(columns)
  if (first === undefined || !agree || extent === null) return charts
  const { scale } = first[key]
  const isLog = scale === undefined ? isScaled && asksForLog(columns) : scale === 'log' && extent[1] > 0
  const domain = widen?.(columns, extent, isLog) ?? extent
  if (!(domain[0] < domain[1])) return charts
  const common = { domain, scale: isScaled ? (isLog ? 'log' : 'linear') : scale }
  return charts.map((chart) => ({ ...chart, [key]: { ...chart[key], ...common } }))
}

import type { PlotBand } from '../../api/run-charts.ts'
import { bootstrapInterval, quantile } from '../statistics/bootstrap-interval.ts'
import { meanOf } from '../statistics/summarise.ts'

/** Numbers in one, and how far they lie around it. */
export interface Centre {
  readonly n: number
  /** NaN of none. */
  readonly centre: number
  /** NaN of fewer than two. */
  readonly low: number
  readonly high: number
}

/** Of the finite ones among some numbers; an interval from so many resamples, 10,000 when left out. */
export function centreOf(values: Iterable<number>, band: PlotBand, draws?: number): Centre {
  const sorted = Float64Array.from([...values].filter(Number.isFinite)).toSorted()
  const n = sorted.length
  const centre = n === 0 ? Number.NaN : band === 'quartiles' ? quantile(sorted, 0.5) : meanOf(sorted)
  const [low, high] = n < 2 ? [Number.NaN, Number.NaN] : endsOf(sorted, band, draws)
  return { n, centre, low, high }
}

function endsOf(sorted: Float64Array, band: PlotBand, draws: number | undefined): readonly [number, number] {
  switch (band) {
    case 'ci':
      return bootstrapInterval(sorted, draws)
    case 'quartiles':
      return [quantile(sorted, 0.25), quantile(sorted, 0.75)]
    case 'range':
      return [sorted[0] as number, sorted.at(-1) as number]
  }
}

/** What the line is, and what the band around it is, or the bar. */
export const BAND_TEXT: Readonly<Record<PlotBand, { readonly centre: string; readonly band: string }>> = {
  ci: { centre: 'mean', band: '95 % interval of the mean (bootstrap)' },
  quartiles: { centre: 'median', band: 'from the lower to the upper quartile' },
  range: { centre: 'mean', band: 'from min to max' },
}

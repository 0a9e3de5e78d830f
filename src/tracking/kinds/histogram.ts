import { fieldsOf, listOf, number, orNull } from '../../format/json-parsers.ts'
import type { Parse } from '../../format/json-parsers.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import { areEven, chooseEdges, isEdges } from './bin-edges.ts'
import { countBins } from './bins.ts'
import { collectNumbers } from './collect-numbers.ts'
import { defineKind } from './define-kind.ts'
import { Misfit } from './kind.ts'
import { momentsOf } from './moments.ts'
import type { Look, Visual } from './kind.ts'
import type { Series } from '../../api/tracking.ts'
import { withStep } from './step-text.ts'

/** A histogram as it is read. */
export interface HistogramValue {
  /** How many values each bin has. */
  readonly counts: readonly number[]
  /** Ascending, one more than bins. A bin has its lower edge and not its upper one; the last has both. */
  readonly edges: readonly number[]
  /** Finite values, inside of the edges or not. The statistics are of these; null without any. */
  readonly count: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Of the values as a population: divided by their count. */
  readonly std: number | null
  /** Finite values below and above the edges. */
  readonly underflow: number
  readonly overflow: number
  /** Values that are in no bin, nor in `count`. */
  readonly nonFinite: { readonly nan: number; readonly positive: number; readonly negative: number }
}

export interface HistogramOptions {
  /** How many bins between the smallest and the largest value, 1…65,536, or their edges, ascending. */
  readonly bins?: number | readonly number[] | undefined
}

const numberOrNull = orNull(number)

export const histogramKind = defineKind<HistogramValue>({
  name: 'histogram',
  fits: () => false,
  write({ value, options: { bins } }) {
    if (bins !== undefined && !isBinCount(bins) && !isEdges(bins)) {
      throw new Misfit('its bins are neither a whole number of 1…65,536 nor two or more ascending edges')
    }
    const { finite, nonFinite } = collectNumbers(value)
    const { range, ...moments } = momentsOf(finite)
    const edges = isEdges(bins) ? Float64Array.from(bins) : chooseEdges({ values: finite, range, count: bins })
    const { counts, underflow, overflow } = countBins({ values: finite, edges, isEven: !isEdges(bins) && areEven(edges) })
    const outside = {
      ...(isEdges(bins) ? { underflow, overflow } : {}),
      ...(Object.values(nonFinite).some((count) => count > 0) ? { nonFinite } : {}),
    }
    return { data: encodeValue({ counts, edges: [...edges], count: finite.length, ...moments, ...outside }) }
  },
  read: readHistogram,
  compile: drawDistributions,
})

function isBinCount(bins: unknown): bins is number {
  return typeof bins === 'number' && Number.isInteger(bins) && bins >= 1 && bins <= 65_536
}

function readHistogram(data: JsonValue): HistogramValue {
  const field = fieldsOf(decodeValue(data, 'The point'), { file: 'The point' })
  const zero = (): number => 0
  const counts = field('counts', listOf(number))
  const edges = field('edges', listOf(number))
  if (edges.length !== counts.length + 1) throw new Misfit(`it has ${edges.length} edges for ${counts.length} bins`)
  return {
    counts,
    edges,
    count: field('count', number),
    min: field('min', numberOrNull),
    max: field('max', numberOrNull),
    mean: field('mean', numberOrNull),
    std: field('std', numberOrNull),
    underflow: field('underflow', number, zero),
    overflow: field('overflow', number, zero),
    nonFinite: field('nonFinite', parseNonFinite, () => ({ nan: 0, positive: 0, negative: 0 })),
  }
}

const parseNonFinite: Parse<HistogramValue['nonFinite']> = (value, place) => {
  const field = fieldsOf(value, place)
  return { nan: field('nan', number), positive: field('positive', number), negative: field('negative', number) }
}

/** How the distribution develops, and the last one. */
function drawDistributions(series: Series<HistogramValue>, { title, label, options }: Look): readonly Visual[] {
  const points = [...series]
  const last = points.at(-1)
  if (last === undefined) return []
  const columns = points.map(({ step, value }) => {
    const share = (count: number): number => count / Math.max(1, value.count)
    return { x: step, edges: value.edges, values: densityOf(value), under: share(value.underflow), over: share(value.overflow) }
  })
  const bars: Visual = {
    type: 'bars',
    part: 'last',
    title: withStep(title, last.step, options.step),
    x: { label },
    y: { label: 'count' },
    edges: last.value.edges,
    heights: last.value.counts,
    under: last.value.underflow,
    over: last.value.overflow,
  }
  if (points.length === 1) return [bars]
  const axes = { x: { label: options.step ?? 'step' }, y: { label }, colour: { label: 'share per unit' } }
  return [{ type: 'heat-map', title, ...axes, isDensity: true, columns }, bars]
}

/** Bins of different widths compare by their share of all values per unit. */
function densityOf({ counts, edges, count }: HistogramValue): readonly number[] {
  return counts.map((n, i) => n / Math.max(1, count) / ((edges[i + 1] as number) - (edges[i] as number)))
}

import type { CurveChart, ParallelChart, PointChart } from '../../../src/api/run-charts.ts'
import { boxOf } from '../../../src/query/figures/boxes.ts'
import { centreOf } from '../../../src/query/figures/band.ts'
import { drawBoxes } from '../../../src/render/charts/runs/draw-boxes.ts'
import { drawCurves } from '../../../src/render/charts/runs/draw-curves.ts'
import { drawParallel } from '../../../src/render/charts/runs/draw-parallel.ts'
import { drawPoints } from '../../../src/render/charts/runs/draw-points.ts'
import type { GalleryCase } from './gallery-cases.ts'

/** About normal: sums of uniform numbers of a linear congruential generator (Park and Miller, 1988), the same everywhere. */
function noise(seed: number): () => number {
  let state = seed * 7919 + 1
  const uniform = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
  return () => uniform() + uniform() + uniform() + uniform() - 2
}

const STEPS = Array.from({ length: 80 }, (_, i) => i)

interface Made {
  readonly label: string
  readonly rate: number
  /** How many steps each run goes. */
  readonly lengths: readonly number[]
  readonly context?: string
}

/** Losses of several runs that fall at a rate, in mean and interval. */
function curve({ label, rate, lengths, context }: Made): CurveChart['curves'][number] {
  const runs = lengths.map((length, seed) => {
    const random = noise(seed + rate)
    return STEPS.map((step) => (step < length ? 0.2 + 0.8 * Math.exp(-step / rate) + 0.05 * random() + 0.02 * seed : Number.NaN))
  })
  const points = STEPS.map((step) =>
    centreOf(
      runs.map((run) => run[step] as number),
      'quartiles',
    ),
  )
  return {
    label,
    ...(context === undefined ? {} : { group: label, context }),
    x: STEPS,
    y: points.map(({ centre }) => centre),
    low: points.map(({ low }) => low),
    high: points.map(({ high }) => high),
    n: points.map(({ n }) => n),
  }
}

function curves(all: readonly Made[], more: Partial<CurveChart> = {}): () => ReturnType<typeof drawCurves> {
  const notes = ['Median of 6 runs a line; band: from the lower to the upper quartile']
  return () =>
    drawCurves({
      type: 'curves',
      title: 'loss',
      by: 'rate',
      x: { label: 'epoch' },
      y: { label: 'loss' },
      notes,
      curves: all.map(curve),
      ...more,
    })
}

const SIX = [80, 80, 80, 80, 80, 80]
const THREE = [4, 12, 30].map((rate) => ({ label: (rate / 100).toFixed(2), rate, lengths: SIX }))

function means(more: Partial<PointChart> = {}): () => ReturnType<typeof drawPoints> {
  const x = [1e-4, 1e-3, 1e-2, 1e-1]
  const set = (label: string, best: number, base: number): PointChart['sets'][number] => {
    const y = x.map((rate) => base - 0.03 * Math.abs(Math.log10(rate) - best))
    return {
      label,
      x,
      y,
      low: y.map((value) => value - 0.012),
      high: y.map((value, i) => value + 0.008 + 0.002 * i),
      isJoined: true,
    }
  }
  return () =>
    drawPoints({
      type: 'points',
      title: 'accuracy',
      by: 'optimiser',
      x: { label: 'rate' },
      y: { label: 'accuracy' },
      notes: ['Mean of 5 runs a point; bar: 95 % interval of the mean (bootstrap)'],
      sets: [set('adam', -3, 0.93), set('sgd', -1.5, 0.9)],
      ...more,
    })
}

const OPTIMISERS = ['adam', 'lion', 'sgd', 'adagrad']

function cloud(): PointChart['sets'] {
  return ['2', '4'].map((label, k) => {
    const random = noise(k + 5)
    const x = Array.from({ length: 40 }, () => 50 + 20 * random())
    return { label, x, y: x.map((value) => 0.5 + value / 200 + 0.04 * random() + 0.05 * k) }
  })
}

function boxes(label: string, names: readonly string[]): () => ReturnType<typeof drawBoxes> {
  return () =>
    drawBoxes({
      type: 'boxes',
      title: 'accuracy',
      x: { label },
      y: { label: 'accuracy' },
      notes: ['Box: quartiles and median; whiskers: up to 1.5 times their distance; dots: runs'],
      boxes: names.map((name, k) => {
        const random = noise(k + 11)
        return boxOf(
          name,
          Array.from({ length: 15 }, () => 0.9 - 0.02 * k + 0.02 * random()),
        )
      }),
    })
}

function parallel(more: Partial<ParallelChart> = {}): () => ReturnType<typeof drawParallel> {
  const random = noise(3)
  const rows = Array.from({ length: 48 }, (_, i) => ({
    rate: 10 ** -(1 + (i % 4)),
    layers: 1 + (i % 3),
    name: OPTIMISERS[i % 4] ?? '',
  }))
  const values = rows.map(({ rate, layers }) => 0.9 - 0.03 * Math.abs(Math.log10(rate) + 3) + 0.02 * layers + 0.01 * random())
  return () =>
    drawParallel({
      type: 'parallel',
      title: 'accuracy',
      notes: ['48 runs, a line each, coloured by accuracy'],
      axes: [
        { label: 'rate', values: rows.map(({ rate }) => rate) },
        { label: 'layers', values: rows.map(({ layers }) => layers) },
        { label: 'optimiser', values: rows.map(({ name }) => name) },
        { label: 'accuracy', values },
      ],
      ...more,
    })
}

/** Charts over many runs, as `runlab plot` makes them. */
export const RUN_GALLERY: Readonly<Record<string, GalleryCase>> = {
  'curves-with-bands': { caption: 'A line a group, with a band over its runs, and one legend.', draw: curves(THREE) },
  'curves-of-one-group': {
    caption: 'One group needs no legend.',
    draw: curves(THREE.slice(2), { by: undefined, notes: ['Median of 6 runs; band: from the lower to the upper quartile'] }),
  },
  'curves-of-which-runs-end': {
    caption: 'Lines are thin where fewer runs go on, and bands end where one is left.',
    draw: curves([...THREE.slice(0, 1), { label: '0.30', rate: 30, lengths: [80, 55, 55, 40, 40, 40] }], {
      notes: [
        'Median of 6 runs a line; band: from the lower to the upper quartile',
        'Thin: fewer runs have a value there, 1 at the least',
      ],
    }),
  },
  'curves-on-paper': {
    caption: 'For a paper: 85 mm wide with letters of 8 points, no title, told apart in grey by lightness, dashes and markers.',
    draw: curves(THREE, { paper: true }),
  },
  'curves-on-wide-paper': {
    caption: 'For a paper: over both columns, with letters of 9 points.',
    draw: curves(THREE, { paper: true, size: { width: 170, height: 70, fontSize: 9 } }),
  },
  'curves-of-twelve-groups': {
    caption: 'Twelve groups: colours in order, and a legend that names ten of them.',
    draw: curves(Array.from({ length: 12 }, (_, i) => ({ label: String(i + 1), rate: 3 * (i + 1), lengths: SIX }))),
  },
  'curves-of-groups-and-contexts-on-paper': {
    caption: 'Groups with a context each: colours and markers are groups, dashes are contexts, with a legend each.',
    draw: curves(
      THREE.flatMap(({ rate, label }) => [
        { label, rate, lengths: SIX, context: 'split = train' },
        { label, rate: rate + 6, lengths: SIX, context: 'split = val' },
      ]),
      { paper: true },
    ),
  },
  'means-over-a-parameter': { caption: 'Means with their intervals over a parameter, a line a group.', draw: means() },
  'means-on-paper': { caption: 'The same for a paper.', draw: means({ paper: true }) },
  'means-of-names': {
    caption: 'Means over a parameter that is no number.',
    draw: means({
      by: undefined,
      x: { label: 'optimiser' },
      categories: OPTIMISERS,
      sets: [
        { label: '', x: [0, 1, 2, 3], y: [0.93, 0.92, 0.88, 0.86], low: [0.92, 0.9, 0.87, 0.83], high: [0.935, 0.93, 0.9, 0.88] },
      ],
    }),
  },
  'scatter-over-a-parameter': {
    caption: 'A dot a run, of two groups.',
    draw: means({
      by: 'layers',
      x: { label: 'width' },
      title: 'accuracy over width',
      notes: ['80 runs, a dot each'],
      sets: cloud(),
    }),
  },
  boxes: { caption: 'Boxes of groups, with every run as a dot.', draw: boxes('optimiser', OPTIMISERS) },
  'boxes-with-long-names': {
    caption: 'Names that have no room beside one another lie aslant.',
    draw: boxes(
      'optimiser, layers',
      [1, 2, 4].flatMap((layers) => ['adam with warm-up', 'lion', 'sgd'].map((name) => `${name}, ${layers}`)),
    ),
  },
  'parallel-coordinates': { caption: 'A line a run through its parameters to its result, which colours it.', draw: parallel() },
  'parallel-coordinates-on-paper': { caption: 'The same for a paper.', draw: parallel({ paper: true, size: { width: 120 } }) },
}

import type { BarChart, HeatMap, Line, LineChart, Tiles } from '../../../src/api/visual.ts'
import { drawBars } from '../../../src/render/charts/draw-bars.ts'
import { drawHeatMap } from '../../../src/render/charts/draw-heat-map.ts'
import { drawLines } from '../../../src/render/charts/draw-lines.ts'
import { drawTiles } from '../../../src/render/charts/draw-tiles.ts'
import type { Drawing } from '../../../src/render/charts/drawing.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'

await loadPlot()

/** A picture of the gallery: its file's name is its title in kebab case. */
export interface GalleryCase {
  /** What can be seen in it. */
  readonly caption: string
  readonly draw: () => Drawing
}

/** Numbers of a linear congruential generator (Park and Miller, 1988): the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}

function numbers(count: number, value: (i: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => value(i))
}

function line(label: string, y: Float64Array, x: Float64Array = numbers(y.length, (i) => i)): Line {
  return { label, x, y }
}

function lines(title: string, all: readonly Line[], more: Partial<LineChart> = {}): () => Drawing {
  return () => drawLines({ type: 'lines', title, x: { label: 'step' }, y: { label: title }, lines: all, ...more })
}

function one(title: string, y: Float64Array, more: Partial<LineChart> = {}): () => Drawing {
  return lines(title, [line(title, y)], more)
}

function bars(title: string, edges: readonly number[], heights: readonly number[]): () => Drawing {
  const axes: Pick<BarChart, 'x' | 'y'> = { x: { label: 'value' }, y: { label: 'count' } }
  return () => drawBars({ type: 'bars', title, ...axes, edges, heights })
}

function heatMap(title: string, columns: HeatMap['columns'], more: Partial<HeatMap> = {}): () => Drawing {
  const axes = { x: { label: 'step' }, y: { label: title }, colour: { label: 'share per unit' } }
  return () => drawHeatMap({ type: 'heat-map', title, ...axes, columns, ...more })
}

function tiles(title: string, all: Tiles['tiles']): () => Drawing {
  return () => drawTiles({ type: 'tiles', title, colour: { label: 'value' }, tiles: all })
}

function tile(
  label: string,
  [rows, columns]: readonly [number, number],
  value: (i: number, j: number) => number,
): Tiles['tiles'][number] {
  return { label, rows, columns, values: numbers(rows * columns, (k) => value(Math.floor(k / columns), k % columns)) }
}

function walk(seed: number, steps: number): Float64Array {
  const random = randomNumbers(seed)
  let at = 0
  return numbers(steps, () => (at += random() < 0.5 ? -1 : 1))
}

function decay(steps: number, rate: number, noise: number): Float64Array {
  const random = randomNumbers(steps + rate)
  return numbers(steps, (i) => 3 * Math.exp(-i / rate) + noise * random())
}

/** Bins of normal values (sums of twelve uniform ones) whose spread grows. */
function bell(step: number): HeatMap['columns'][number] {
  const random = randomNumbers(step + 1)
  const reach = 3 + step / 4
  const edges = Array.from({ length: 31 }, (_, i) => -reach + (2 * reach * i) / 30)
  const values = new Array<number>(30).fill(0)
  for (let i = 0; i < 400; i++) {
    const value = (1 + step / 20) * (Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, 0) - 6)
    const bin = Math.floor(((value + reach) / (2 * reach)) * 30)
    if (bin >= 0 && bin < 30) values[bin] = (values[bin] ?? 0) + 1 / 400 / ((2 * reach) / 30)
  }
  return { x: step, edges, values }
}

/** Bins from the least to the largest of 500 values, as `histogram` has them, by share and width. */
function tailed(
  step: number,
  value: (normal: number) => number,
): HeatMap['columns'][number] & { readonly counts: readonly number[] } {
  const random = randomNumbers(31 * step + 5)
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x, -6)
  const drawn = Array.from({ length: 500 }, () => value(normal())).sort((a, b) => a - b)
  const [min, max] = [drawn[0] as number, drawn.at(-1) as number]
  const edges = Array.from({ length: 65 }, (_, i) => min + ((max - min) * i) / 64)
  const counts = new Array<number>(64).fill(0)
  for (const x of drawn) {
    const bin = Math.min(63, Math.floor((64 * (x - min)) / (max - min)))
    counts[bin] = (counts[bin] as number) + 1
  }
  return { x: step, edges, counts, values: counts.map((count) => (64 * count) / 500 / (max - min)) }
}

function gradients(step: number): ReturnType<typeof tailed> {
  return tailed(step, (normal) => normal ** 5 * 1e-3 * Math.exp(-step / 40))
}

const spiky = randomNumbers(7)
const SPIKES = numbers(200_000, (i) => (i === 61_234 ? 40 : i === 150_000 ? -12 : spiky()))

export const GALLERY: Readonly<Record<string, GalleryCase>> = {
  'falling-loss': { caption: 'A loss that falls, its last value marked.', draw: one('loss', decay(300, 60, 0.05)) },
  unit: {
    caption: 'An axis with its unit.',
    draw: one(
      'latency',
      numbers(40, (i) => 20 + (i % 7)),
      { y: { label: 'latency (ms)' } },
    ),
  },
  'log-by-itself': {
    caption: 'A logarithmic scale, since the values ask for it.',
    draw: one(
      'loss/train',
      numbers(400, (i) => 10 * Math.exp(-i / 40) + 1e-4),
    ),
  },
  'log-asked-for': {
    caption: 'A logarithmic scale, since the experiment asks for it.',
    draw: one(
      'rate',
      numbers(50, (i) => 1 + i),
      { y: { label: 'rate', scale: 'log' } },
    ),
  },
  'zero-but-for-rounding': {
    caption: 'Values that are zero but for rounding errors do not ask for a logarithmic scale.',
    draw: one(
      'energy',
      numbers(160, (i) => 100 * Math.exp(-i / 40) * (i % 8 === 3 ? 1e-31 : Math.cos(i) ** 2)),
    ),
  },
  diverged: {
    caption: 'A series that is no number any more in the end.',
    draw: one(
      'loss',
      numbers(100, (i) => (i < 60 ? 2 * Math.exp(-i / 20) : Number.NaN)),
    ),
  },
  'names-that-differ-in-the-middle': {
    caption: 'Long names that differ in a few letters: what they have in common is left out.',
    draw: lines('perplexity', [
      line('model=meta-llama-3.1-70b-instruct,precision=fp8,dataset=c4-en,seed=12345', walk(3, 40)),
      line('model=meta-llama-3.1-70b-instruct,precision=fp16,dataset=c4-en,seed=12345', walk(4, 40)),
    ]),
  },
  'log-with-zeros': {
    caption: 'A logarithmic scale that is asked for, with values that have no logarithm: at the lower edge, the last one, too.',
    draw: one(
      'residual',
      numbers(50, (i) => (i % 12 === 9 || i > 46 ? 0 : 10 ** (1 - i / 8))),
      { y: { label: 'residual', scale: 'log' } },
    ),
  },
  'log-refused': {
    caption: 'Asked for a logarithmic scale, with no value above 0: a linear one.',
    draw: one(
      'change',
      numbers(50, (i) => -i),
      { y: { label: 'change', scale: 'log' } },
    ),
  },
  'linear-asked-for': {
    caption: 'A linear scale, since the experiment asks for it.',
    draw: one(
      'loss',
      numbers(400, (i) => 10 * Math.exp(-i / 40) + 1e-4),
      { y: { label: 'loss', scale: 'linear' } },
    ),
  },
  smoothed: {
    caption: 'A smoothed line over the raw one, whose last value is marked.',
    draw: one(
      'reward',
      numbers(400, (i) => Math.log(i + 1) + 2 * Math.sin(i * i)),
      { smoothing: 0.95 },
    ),
  },
  'spikes-of-200000-points': { caption: '200,000 points, of which every spike stays to be seen.', draw: one('memory', SPIKES) },
  'two-series': {
    caption: 'Two series with a common prefix.',
    draw: lines('loss', [line('train', decay(100, 20, 0.02)), line('val', decay(100, 30, 0.1))]),
  },
  'eight-series': {
    caption: 'Eight lines, told apart by colour, dashes and names.',
    draw: lines(
      'accuracy',
      Array.from({ length: 8 }, (_, k) =>
        line(
          `fold ${k + 1}`,
          numbers(60, (i) => 1 - Math.exp(-i / (8 + 3 * k))),
        ),
      ),
    ),
  },
  'twenty-contexts': {
    caption: 'Twenty contexts: colours in their order.',
    draw: lines(
      'at',
      Array.from({ length: 20 }, (_, k) => line(`walk=${k}`, walk(k + 1, 200))),
    ),
  },
  'thirty-lines-of-groups': {
    caption: 'Thirty lines, a colour for what repetitions have in common.',
    draw: lines(
      'magnetisation',
      Array.from({ length: 30 }, (_, k) => {
        const [temperature, seed] = [2.1 + 0.1 * Math.floor(k / 6), k % 6]
        const drawn = walk(k + 1, 200)
        const group = `temperature=${temperature.toFixed(1)}`
        return {
          ...line(
            `${group},seed=${seed}`,
            numbers(200, (i) => 1 - temperature * (i / 600) + (drawn[i] as number) / 150),
          ),
          group,
        }
      }),
    ),
  },
  'long-contexts': {
    caption: 'Names that are too long: their values, and once what these are of.',
    draw: lines(
      'reward',
      Array.from({ length: 6 }, (_, k) =>
        line(`environment=cart-pole,learning_rate=${(10 ** -(k + 1)).toFixed(k + 1)},exploration=${k / 10}`, walk(k + 9, 80)),
      ),
    ),
  },
  'constant-one': {
    caption: 'A constant that counts: whole numbers around it.',
    draw: one(
      'processes',
      numbers(50, () => 1),
    ),
  },
  'without-a-title': {
    caption: 'No title, and no label of an axis: they take no room.',
    draw: lines('', [line('train', decay(100, 20, 0.02)), line('val', decay(100, 30, 0.1))]),
  },
  'sixty-series': {
    caption: 'Sixty lines: too many for names.',
    draw: lines(
      'bundle',
      Array.from({ length: 60 }, (_, k) =>
        line(
          `s${k}`,
          numbers(30, (i) => Math.sin(i / 5 + k / 10) + k / 20),
        ),
      ),
    ),
  },
  'different-lengths': {
    caption: 'Lines of different lengths: each is named where it ends.',
    draw: lines('score', [
      line(
        'early',
        numbers(30, (i) => i),
      ),
      line(
        'late',
        numbers(90, (i) => i / 2),
      ),
    ]),
  },
  'long-names': {
    caption: 'Long names: what they have in common is left out.',
    draw: lines('loss', [
      line('a/very/long/name/that/goes/on/and/on/train', decay(50, 9, 0)),
      line('a/very/long/name/that/goes/on/and/on/val', decay(50, 12, 0)),
    ]),
  },
  'title-of-300-letters': { caption: 'A name of 300 letters.', draw: one('loss '.repeat(60).trim(), decay(50, 9, 0)) },
  'letters-of-all-kinds': {
    caption: 'Accents, Greek, arrows, emoji, and what XML has for itself.',
    draw: one('é µ → α 😀 <b>&"', decay(50, 9, 0)),
  },
  'slashes-and-spaces': { caption: 'Slashes and spaces in a name.', draw: one('my runs/loss of val', decay(50, 9, 0)) },
  'empty-name': { caption: 'A name of spaces.', draw: one(' ', decay(50, 9, 0)) },
  'one-point': {
    caption: 'One point.',
    draw: one(
      'accuracy',
      numbers(1, () => 0.93),
    ),
  },
  'two-points': {
    caption: 'Two points.',
    draw: one(
      'accuracy',
      numbers(2, (i) => 0.5 + i / 3),
    ),
  },
  'no-points': {
    caption: 'No points: a sentence in place of a picture.',
    draw: one(
      'nothing',
      numbers(0, () => 0),
    ),
  },
  constant: {
    caption: 'A constant.',
    draw: one(
      'learning rate',
      numbers(50, () => 0.001),
    ),
  },
  'constant-zero': {
    caption: 'Nothing but zeros.',
    draw: one(
      'errors',
      numbers(50, () => 0),
    ),
  },
  gaps: {
    caption: 'NaN (×), ∞ (▲) and −∞ (▼): gaps with marks.',
    draw: one(
      'value',
      numbers(100, (i) => (i > 20 && i < 26 ? Number.NaN : i === 50 ? Infinity : i === 60 ? -Infinity : Math.sin(i / 9))),
    ),
  },
  'single-points-between-gaps': {
    caption: 'Every other value is NaN: the others are dots.',
    draw: one(
      'value',
      numbers(21, (i) => (i % 2 === 0 ? i : Number.NaN)),
    ),
  },
  'all-nan': {
    caption: 'Nothing but NaN: a sentence.',
    draw: one(
      'diverged',
      numbers(12, () => Number.NaN),
    ),
  },
  'one-infinity': {
    caption: 'One infinite value: a sentence.',
    draw: one(
      'diverged',
      numbers(1, () => Infinity),
    ),
  },
  tiny: {
    caption: 'Values around 10⁻³⁰⁰.',
    draw: one(
      'probability',
      numbers(50, (i) => i * 1e-300),
    ),
  },
  huge: {
    caption: 'Values around ±10³⁰⁰.',
    draw: one(
      'energy',
      numbers(50, (i) => (i - 25) * 1e300),
    ),
  },
  'largest-numbers': {
    caption: 'The largest numbers there are, on both sides.',
    draw: one(
      'extremes',
      numbers(11, (i) => (i % 2 === 0 ? Number.MAX_VALUE : -Number.MAX_VALUE)),
    ),
  },
  'from-tiny-to-huge': {
    caption: 'From 10⁻³⁰⁰ to 10³⁰⁰.',
    draw: one(
      'partition',
      numbers(60, (i) => 10 ** (10 * i - 300)),
    ),
  },
  negative: {
    caption: 'Negative values.',
    draw: one(
      'log likelihood',
      numbers(50, (i) => -5000 / (i + 1) - 120),
    ),
  },
  'little-change': {
    caption: 'Values that differ in the ninth digit.',
    draw: one(
      'energy',
      numbers(50, (i) => 1_000_000 + i * 1e-3),
    ),
  },
  'large-steps': {
    caption: 'Steps in millions.',
    draw: lines('tokens', [
      line(
        'tokens',
        numbers(50, (i) => i),
        numbers(50, (i) => i * 2_500_000),
      ),
    ]),
  },
  'steps-that-are-times': {
    caption: 'Steps that are milliseconds since 1970: as many ticks as have room, and no digit of them is rounded off.',
    draw: lines('temperature', [
      line(
        'temperature',
        walk(11, 200),
        numbers(200, (i) => 1_790_000_000_123 + i * 97),
      ),
    ]),
  },
  'negative-and-fractional-steps': {
    caption: 'Steps below zero, and between whole numbers.',
    draw: lines('field', [
      line(
        'field',
        numbers(41, (i) => (i - 20) ** 2),
        numbers(41, (i) => (i - 20) / 10),
      ),
    ]),
  },
  'steps-out-of-order': {
    caption: 'Steps in any order, some repeated: sorted.',
    draw: lines('shuffled', [
      line(
        'shuffled',
        numbers(40, (i) => ((i * 17) % 40) / 2),
        numbers(40, (i) => (i * 17) % 40),
      ),
    ]),
  },
  seconds: {
    caption: 'Over time, in seconds.',
    draw: lines(
      'cpu',
      [
        line(
          'cpu',
          numbers(40, (i) => 50 + 30 * Math.sin(i / 4)),
          numbers(40, (i) => i * 2500),
        ),
      ],
      { x: { label: 'time', scale: 'time' }, y: { label: 'cpu (%)' } },
    ),
  },
  days: {
    caption: 'Over time, in days.',
    draw: lines(
      'cpu',
      [
        line(
          'cpu',
          numbers(90, (i) => 50 + 30 * Math.sin(i / 4)),
          numbers(90, (i) => i * 8_000_000),
        ),
      ],
      { x: { label: 'time', scale: 'time' }, y: { label: 'cpu (%)' } },
    ),
  },
  'own-colour': {
    caption: 'A colour of one’s own.',
    draw: lines('loss', [{ ...line('loss', decay(50, 9, 0)), colour: 'crimson' }]),
  },
  histogram: {
    caption: 'The last distribution of a series.',
    draw: bars(
      'weights, step 20',
      bell(20).edges as number[],
      Array.from(bell(20).values, (share) => Math.round(share * 400)),
    ),
  },
  'histogram-with-tails': {
    caption: 'Few values are far from the rest: those are not shown, and it is said.',
    draw: bars('gradients, step 3', gradients(3).edges as number[], gradients(3).counts),
  },
  'histogram-of-whole-numbers': {
    caption: 'Whole numbers, few of each: no ticks between them, and the last one has room.',
    draw: bars(
      'rounds',
      Array.from({ length: 9 }, (_, i) => 1_999_991.5 + i),
      [2, 1, 2, 0, 0, 1, 1, 2],
    ),
  },
  'values-beyond-the-edges': {
    caption: 'What lies below and above the edges that were chosen: bars of their own.',
    draw: () =>
      drawBars({
        type: 'bars',
        title: 'ages',
        x: { label: 'age' },
        y: { label: 'count' },
        edges: [18, 25, 30, 40, 50, 65],
        heights: [12, 31, 44, 20, 9],
        under: 7,
        over: 15,
      }),
  },
  calendar: {
    caption: 'Dates: a calendar in UTC.',
    draw: lines(
      'temperature',
      [
        {
          label: 'a',
          x: Array.from({ length: 120 }, (_, i) => new Date(Date.UTC(2026, 9, 20 + i))),
          y: numbers(120, (i) => 12 - i / 10 + 3 * Math.sin(i)),
        },
      ],
      { x: { label: 'day', scale: 'time' } },
    ),
  },
  'times-of-a-day': {
    caption: 'Times of one day, which the axis names.',
    draw: lines(
      'load',
      [
        {
          label: 'a',
          x: Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2026, 10, 30, 8, 10 * i))),
          y: numbers(90, (i) => 2 + Math.sin(i / 9)),
        },
      ],
      { x: { label: 'time', scale: 'time' } },
    ),
  },
  'uneven-bins': { caption: 'Bins of different widths.', draw: bars('ages', [0, 18, 30, 65, 120], [12, 31, 44, 9]) },
  'empty-bins': { caption: 'Nothing in any bin: a sentence.', draw: bars('nothing', [0, 1, 2], [0, 0]) },
  'distribution-over-steps': {
    caption: 'A distribution that becomes wider.',
    draw: heatMap(
      'weights',
      Array.from({ length: 30 }, (_, step) => bell(step)),
      { isDensity: true },
    ),
  },
  'distribution-beyond-the-edges': {
    caption: 'What lies below and above the edges that were chosen: strips beside the rest.',
    draw: heatMap(
      'weights',
      Array.from({ length: 30 }, (_, step) => {
        const { edges, values } = bell(0)
        return {
          x: step,
          edges,
          values: Array.from(values, (value) => value * (1 - step / 40)),
          under: step / 90,
          over: step < 12 ? 0 : step / 60,
        }
      }),
      { isDensity: true },
    ),
  },
  'distribution-with-tails': {
    caption: 'A distribution with tails, as gradients have it: shown is where nearly all of it is.',
    draw: heatMap(
      'gradients',
      Array.from({ length: 80 }, (_, step) => gradients(step)),
      { isDensity: true },
    ),
  },
  'distribution-over-orders-of-magnitude': {
    caption: 'A distribution that grows by orders of magnitude.',
    draw: heatMap(
      'norms',
      Array.from({ length: 40 }, (_, step) => tailed(step, (normal) => Math.exp(step / 3 + 2 * normal))),
      { isDensity: true },
    ),
  },
  'distribution-that-explodes': {
    caption: 'A distribution that is a thousand times wider in the end: linear around 0, and logarithmic beyond.',
    draw: heatMap(
      'activations',
      Array.from({ length: 40 }, (_, step) => tailed(step, (normal) => normal * (step < 36 ? 1 : 10 ** (step - 35)))),
      { isDensity: true },
    ),
  },
  'distribution-at-three-steps': {
    caption: 'Three steps: no ticks between them.',
    draw: heatMap('weights', [0, 1, 2].map(bell), { isDensity: true }),
  },
  'distribution-at-odd-steps': {
    caption: 'Columns reach half-way to their neighbours.',
    draw: heatMap('weights', [0, 1, 2, 10, 40].map(bell), { isDensity: true }),
  },
  'vectors-over-steps': {
    caption: 'Vectors with both signs: blue below zero, red above.',
    draw: heatMap(
      'index',
      Array.from({ length: 40 }, (_, step) => ({
        x: step,
        edges: numbers(25, (i) => i - 0.5),
        values: numbers(24, (i) => Math.sin(i / 4 + step / 6)),
      })),
      { colour: { label: 'value' } },
    ),
  },
  'vectors-with-nan': {
    caption: 'NaN is grey.',
    draw: heatMap(
      'index',
      Array.from({ length: 12 }, (_, step) => ({
        x: step,
        edges: numbers(9, (i) => i - 0.5),
        values: numbers(8, (i) => (i === step ? Number.NaN : i)),
      })),
      { colour: { label: 'value' } },
    ),
  },
  matrix: {
    caption: 'A small matrix, with its numbers.',
    draw: tiles('confusion', [tile('step 100', [3, 3], (i, j) => (i === j ? 50 - i : i + 2 * j))]),
  },
  'matrix-with-names': {
    caption: 'Rows and columns have names.',
    draw: tiles('confusion', [
      {
        ...tile('epoch 20', [4, 4], (i, j) => (i === j ? 50 - i : (3 * i + j) % 5)),
        rowNames: ['cat', 'dog', 'bird', 'red panda'],
        columnNames: ['cat?', 'dog?', 'bird?', 'red panda?'],
      },
    ]),
  },
  'matrices-with-long-names': {
    caption:
      'Names of columns that have no room beside one another stand upright; two matrices stand below one another for theirs.',
    draw: tiles(
      'correlation',
      Array.from({ length: 2 }, (_, k) => {
        const names = ['bill length', 'bill depth', 'flipper length', 'body mass', 'year of the measurement', 'sex']
        return { ...tile(`step ${k}`, [6, 6], (i, j) => Math.cos((i - j) / (2 + k))), rowNames: names, columnNames: names }
      }),
    ),
  },
  matrices: {
    caption: 'Matrices over steps, with one scale.',
    draw: tiles(
      'kernel',
      Array.from({ length: 8 }, (_, k) => tile(`step ${k}`, [12, 12], (i, j) => Math.sin((i * k + j) / 6))),
    ),
  },
  'wide-matrix': {
    caption: 'A matrix of 4 × 100.',
    draw: tiles('attention', [tile('step 1', [4, 100], (i, j) => Math.cos(i + j / 9) ** 2)]),
  },
  'tall-matrix': {
    caption: 'A matrix of 100 × 4.',
    draw: tiles('attention', [tile('step 1', [100, 4], (i, j) => Math.cos(j + i / 9) ** 2)]),
  },
  'flat-matrices': {
    caption: 'Matrices of 2 × 300 over steps.',
    draw: tiles(
      'positions',
      Array.from({ length: 5 }, (_, k) => tile(`step ${k}`, [2, 300], (i, j) => Math.sin((i + j) / (9 + k)))),
    ),
  },
  'matrices-of-different-shapes': {
    caption: 'Matrices of different shapes, with a logarithmic scale of colours.',
    draw: tiles('attention weights of the first head', [
      tile('step 1', [12, 4], (i, j) => 10 ** (-i / 2 - j)),
      tile('step 2', [6, 6], (i, j) => 10 ** (-i / 2 - j / 2)),
      tile('step 3', [1, 1], () => 1),
    ]),
  },
  'narrow-matrix': {
    caption: 'A matrix of 16 × 4, with a long name beside it.',
    draw: () =>
      drawTiles({
        type: 'tiles',
        title: 'probabilities',
        colour: { label: 'probabilities of the next state after the last one' },
        tiles: [tile('step 1', [16, 4], (i, j) => ((i * 7 + j * 3) % 11) / 10)],
      }),
  },
  'constant-matrix': { caption: 'A matrix of one value.', draw: tiles('ones', [tile('step 1', [5, 5], () => 1)]) },
}

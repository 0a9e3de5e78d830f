import type { ParallelAxis, ParallelChart } from '../../../api/run-charts.ts'
import { escapeXml } from '../../escape-xml.ts'
import { asksForLog } from '../choose-scale.ts'
import type { Drawing } from '../drawing.ts'
import { extentOf, widen } from '../extent.ts'
import { linearTicks } from '../linear-ticks.ts'
import { logTicks, tickTexts } from '../scale-ticks.ts'
import { fitText, textWidth } from '../text-width.ts'
import { FONT_SIZE, INK, LINE_RAMP, MUTED, PAPER } from '../theme.ts'
import { wrapChart } from '../wrap-chart.ts'
import { describe, noteLines, noteText } from './draw-run-frame.ts'
import { round } from './group-look.ts'
import { sheetOf } from './sheet.ts'

/** Pixels below and above the axes, and beside them. */
const [BOTTOM, LABELS, TITLE, NOTE, EDGE] = [18, 30, 28, 18, 16]
const TICKS = 5
/** Powers of ten are off by their rounding errors. */
const NEAR = 1e-9

/** A line for each run through all axes, as SVG, or why there is nothing to draw. */
export function drawParallel(chart: ParallelChart): Drawing {
  const scales = chart.axes.map(scaleOf)
  const last = scales.at(-1)
  if (scales.length < 2 || last === undefined || scales.some(({ at }) => !at.some(Number.isFinite)))
    return { note: 'Nothing to draw: it takes two axes with values.' }
  const sheet = sheetOf(chart)
  const { width, millimetres, paper } = sheet
  const notes = noteLines(chart, sheet, 0)
  const head = (paper || chart.title === '' ? 0 : TITLE) + notes.length * NOTE + 8
  const height = millimetres === undefined ? sheet.height + notes.length * NOTE : sheet.height
  const texts = scales.map(({ ticks }) => Math.max(...ticks.map(({ text }) => textWidth(text, FONT_SIZE))))
  const [left, right] = [EDGE + (texts[0] ?? 0) + 6, width - EDGE - (texts.at(-1) ?? 0) - 6]
  const x = (index: number): number => round(left + (index / (scales.length - 1)) * (right - left))
  const [top, bottom] = [head + LABELS, height - BOTTOM]
  const y = (share: number): number => round(bottom - share * (bottom - top))
  // The best and the worst on top of what lies between them.
  const rows = Array.from(last.at, (share, row) => ({ share, row })).filter(({ share }) => Number.isFinite(share))
  const inOrder = rows.toSorted((a, b) => Math.abs(a.share - 0.5) - Math.abs(b.share - 0.5) || a.row - b.row)
  const lines = inOrder.map(({ share, row }) =>
    pathOf(
      scales.map(({ at }) => at[row] ?? Number.NaN),
      { share, x, y },
    ),
  )
  const gap = (right - left) / (scales.length - 1)
  const axes = scales.map((scale, i) =>
    drawAxis(scale, { x: x(i), y, top, bottom, room: gap - 8, edges: [EDGE, width - 6], paper, isLast: i === scales.length - 1 }),
  )
  const alt = describe(chart, `${rows.length} runs on ${scales.length} axes: ${scales.map(({ label }) => label).join(', ')}.`)
  const said = notes.map((note, i) => noteText(note, head - notes.length * NOTE + i * NOTE - 2))
  const body = [...said, ...lines, ...axes].join('')
  return { svg: wrapChart({ title: paper ? '' : chart.title, alt, width, height, millimetres, body }), alt }
}

interface Scale {
  readonly label: string
  /** Where on the axis the value of each run lies, 0…1; NaN where it has none. */
  readonly at: readonly number[]
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

function scaleOf({ label, values, scale }: ParallelAxis): Scale {
  const all: readonly (number | string)[] = Array.from(values as ArrayLike<number | string>)
  if (all.some((value) => typeof value === 'string')) {
    const names = [...new Set(all.map(String))].filter((name) => name !== '')
    const place = (index: number): number => (index < 0 ? Number.NaN : (index + 0.5) / names.length)
    return {
      label,
      at: all.map((value) => place(names.indexOf(String(value)))),
      ticks: names.map((text, i) => ({ at: place(i), text })),
    }
  }
  const numbers = all.map(Number)
  const found = extentOf([numbers]) ?? [0, 1]
  const extent = found[0] === found[1] ? widen(found, 0) : found
  const isLog = scale === undefined ? asksForLog([[...new Set(numbers)]]) : scale === 'log' && extent[0] > 0
  const shareOf = (value: number): number =>
    isLog ? Math.log(value / extent[0]) / Math.log(extent[1] / extent[0]) : (value - extent[0]) / (extent[1] - extent[0])
  const isWhole = numbers.every((value) => Number.isInteger(value) || Number.isNaN(value))
  const marks = (isLog ? logTicks([extent[0] * (1 - NEAR), extent[1] * (1 + NEAR)]) : linearTicks(extent, TICKS)).filter(
    (tick) => !isWhole || Number.isInteger(tick),
  )
  const words = tickTexts(marks)
  return { label, at: numbers.map(shareOf), ticks: marks.map((tick, i) => ({ at: shareOf(tick), text: words[i] ?? '' })) }
}

interface Placing {
  readonly share: number
  readonly x: (index: number) => number
  readonly y: (share: number) => number
}

/** Through all axes on which the run has a value. */
function pathOf(places: readonly number[], { share, x, y }: Placing): string {
  const colour = LINE_RAMP[Math.round(Math.min(1, Math.max(0, share)) * (LINE_RAMP.length - 1))] ?? LINE_RAMP[0]
  let path = ''
  for (const [i, at] of places.entries()) {
    if (!Number.isFinite(at)) continue
    path += `${i > 0 && Number.isFinite(places[i - 1]) ? 'L' : 'M'}${x(i)},${y(at)}`
  }
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-opacity="0.75"/>`
}

interface AxisPlace {
  readonly x: number
  readonly y: (share: number) => number
  readonly top: number
  readonly bottom: number
  readonly room: number
  readonly edges: readonly [number, number]
  readonly paper: boolean
  /** Whether its ticks are on its right, where no lines are. */
  readonly isLast: boolean
}

/** A line with ticks beside it and its label above. */
function drawAxis({ label, ticks }: Scale, { x, y, top, bottom, room, edges, paper, isLast }: AxisPlace): string {
  const ink = paper ? INK : MUTED
  const name = fitText(label, FONT_SIZE, Math.max(40, room))
  const half = textWidth(name, FONT_SIZE) / 2
  const middle = round(Math.min(edges[1] - half, Math.max(edges[0] + half, x)))
  const words = ticks.map(({ at, text }) => {
    const side = isLast ? 1 : -1
    const place = `x="${round(x + side * 7)}" y="${y(at)}" dy="0.35em" text-anchor="${isLast ? 'start' : 'end'}"`
    const shown = escapeXml(fitText(text, FONT_SIZE, Math.max(30, room - 10)))
    // What lines run through is read all the same.
    return `<path d="M${x},${y(at)}h${side * 4}" stroke="${ink}"/><text ${place} fill="none" stroke="${PAPER}" stroke-width="3" stroke-opacity="0.8">${shown}</text><text ${place} fill="${INK}">${shown}</text>`
  })
  return `<path d="M${x},${top}V${bottom}" stroke="${ink}"/><text x="${middle}" y="${top - 14}" fill="${INK}">${escapeXml(name)}</text>${words.join('')}`
}

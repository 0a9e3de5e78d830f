import { numberText } from '../charts/number-text.ts'
import { fitText } from '../charts/text-width.ts'
import { escapeXml } from '../escape-xml.ts'
import type { Box } from '../raster/fit-pixels.ts'
import type { FrameSize } from '../raster/pixels.ts'

export interface SheetContent {
  readonly title: string | undefined
  readonly columns: number | undefined
  readonly images: readonly { readonly step: number; readonly size: FrameSize }[]
}

export interface SheetLayout {
  /** The sheet without its images. */
  readonly svg: string
  /** Where each image goes. */
  readonly boxes: readonly Box[]
}

const WIDTH = 1440
const [MARGIN, GAP, TITLE, LABEL] = [24, 16, 64, 30]
const MOST_COLUMNS = 8
/** Pixels up to which one image of a sheet is enlarged. */
const [WIDEST, TALLEST] = [960, 720]

/** A grid of equal cells, each with its step below it, under a title. */
export function layOutSheet({ title, columns: asked, images }: SheetContent): SheetLayout {
  const columns = asked === undefined ? columnsFor(images.length) : Math.min(MOST_COLUMNS, Math.max(1, Math.floor(asked)))
  const aspect = Math.max(...images.map(({ size }) => size.height / size.width))
  const width = Math.floor(Math.min(columns === 1 ? WIDEST : Infinity, (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns))
  const height = Math.floor(Math.min(TALLEST, Math.max(24, width * Math.min(2, aspect))))
  const top = title === undefined ? MARGIN : TITLE
  const boxes = images.map((_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    return { x: MARGIN + column * (width + GAP), y: top + row * (height + LABEL + GAP), width, height }
  })
  const labels = boxes.map(({ x, y }, i) => {
    const text = escapeXml(numberText(images[i]?.step ?? 0, 9))
    return `<text x="${x + width / 2}" y="${y + height + 22}" text-anchor="middle" font-size="18" fill="#59636e">step ${text}</text>`
  })
  const total = top + Math.ceil(images.length / columns) * (height + LABEL + GAP) + MARGIN - GAP
  const size = `width="${WIDTH}" height="${Math.ceil(total)}"`
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="DejaVu Sans">${heading(title)}${labels.join('')}</svg>`,
    boxes,
  }
}

function heading(title: string | undefined): string {
  if (title === undefined) return ''
  const text = escapeXml(fitText(title, 28, WIDTH - 2 * MARGIN))
  return `<text x="${MARGIN}" y="40" font-size="26" font-weight="bold" fill="#1f2328">${text}</text>`
}

/** Rows that are wider than high. */
function columnsFor(count: number): number {
  return Math.min(count, Math.max(count > 4 ? 3 : 2, Math.ceil(Math.sqrt(count * 1.5))))
}

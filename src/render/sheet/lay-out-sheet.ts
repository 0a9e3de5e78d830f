import { numberText } from '../charts/number-text.ts'
import { fitText } from '../charts/text-width.ts'
import { escapeXml } from '../escape-xml.ts'
import { chooseFactor } from '../raster/fit-pixels.ts'
import type { Box } from '../raster/fit-pixels.ts'
import type { FrameSize } from '../raster/pixels.ts'

export interface SheetContent {
  readonly title: string | undefined
  readonly columns: number | undefined
  /** What a step is. */
  readonly stepName?: string | undefined
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
/** Pixels of the longer side of an image, at the least. */
const SMALLEST = 24

/** Images of one scale in columns of equal width, rows as high as they need to be, each with its step below it. */
export function layOutSheet({ title, columns: asked, stepName = 'step', images }: SheetContent): SheetLayout {
  const columns = asked === undefined ? columnsFor(images.length) : Math.min(MOST_COLUMNS, Math.max(1, Math.floor(asked)))
  const width = Math.floor(Math.min(columns === 1 ? WIDEST : Infinity, (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns))
  const sizes = scaled(
    images.map(({ size }) => size),
    { width, height: Math.min(TALLEST, 2 * width) },
  )
  const boxes: Box[] = []
  const parts: string[] = []
  let top = title === undefined ? MARGIN : TITLE
  for (let first = 0; first < images.length; first += columns) {
    const row = sizes.slice(first, first + columns)
    const height = Math.max(...row.map((size) => size.height))
    for (const [column, size] of row.entries()) {
      const left = MARGIN + column * (width + GAP)
      const box = { ...size, x: left + Math.floor((width - size.width) / 2), y: top + Math.floor((height - size.height) / 2) }
      boxes.push(box)
      const text = `${stepName} ${numberText(images[first + column]?.step ?? 0, 9)}`
      parts.push(label(text, left + width / 2, top + height + 22))
    }
    top += height + LABEL + GAP
  }
  const size = `width="${WIDTH}" height="${Math.ceil(top + MARGIN - GAP)}"`
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="DejaVu Sans">${heading(title)}${parts.join('')}</svg>`,
    boxes,
  }
}

/** All by the factor with which the largest fit, so that they compare; only ones too small to be seen by a factor of their own. */
function scaled(sizes: readonly FrameSize[], room: FrameSize): readonly FrameSize[] {
  const largest = { width: Math.max(...sizes.map(({ width }) => width)), height: Math.max(...sizes.map(({ height }) => height)) }
  const common = chooseFactor(largest, room)
  return sizes.map(({ width, height }) => {
    const longer = Math.max(width, height)
    const own = chooseFactor({ width: longer, height: longer }, { width: SMALLEST, height: SMALLEST })
    const factor = Math.max(common, own)
    return { width: Math.ceil(width * factor), height: Math.ceil(height * factor) }
  })
}

function label(text: string, x: number, y: number): string {
  return `<text x="${x}" y="${y}" text-anchor="middle" font-size="18" fill="#59636e">${escapeXml(text)}</text>`
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

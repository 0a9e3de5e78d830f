import { escapeXml } from '../escape-xml.ts'
import { fitText } from './text-width.ts'
import { FONT, FONT_SIZE, HEIGHT, INK, PAPER, WIDTH } from './theme.ts'

const TITLE_SIZE = 16

/** The class of a chart's root: pages tell by it whose colours they may change. */
export const CHART_CLASS = 'runlab-chart'

export interface Millimetres {
  readonly width: number
  readonly height: number
}

export interface Wrapped {
  /** Takes no room where it is empty. */
  readonly title: string
  /** In a sentence, for who cannot see it. */
  readonly alt: string
  readonly width?: number
  readonly height?: number
  /** As which these pixels are printed. */
  readonly millimetres?: Millimetres | undefined
  /** SVG. */
  readonly body: string
}

/** SVG that stands for itself: no styles, a title and a description. */
export function wrapChart({ title, alt, width = WIDTH, height = HEIGHT, millimetres, body }: Wrapped): string {
  const [wide, high] = millimetres === undefined ? [width, height] : [`${millimetres.width}mm`, `${millimetres.height}mm`]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${CHART_CLASS}" viewBox="0 0 ${width} ${height}" width="${wide}" height="${high}"`,
    ` role="img" font-family="${FONT}" font-size="${FONT_SIZE}" text-anchor="middle" fill="${INK}">`,
    `<title>${escapeXml(title)}</title><desc>${escapeXml(alt)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    title === '' ? '' : heading(title, width),
    body,
    '</svg>\n',
  ].join('')
}

function heading(title: string, width: number): string {
  const text = escapeXml(fitText(title, TITLE_SIZE * 1.06, width - 32))
  return `<text x="16" y="24" font-size="${TITLE_SIZE}" font-weight="bold" text-anchor="start">${text}</text>`
}

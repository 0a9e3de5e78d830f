import { FONT, GRID, INK, LINE_COLOURS, MUTED, ON_BLACK, PAPER } from '../charts/theme.ts'
import { CHART_CLASS } from '../charts/wrap-chart.ts'

const AXIS_TITLE = { titleColor: MUTED, titleFontSize: 12, titleFontWeight: 'normal', titlePadding: 8 } as const

/** How figures of Vega-Lite and Vega look that do not say otherwise: as the charts beside them. */
export const VEGA_THEME = {
  background: PAPER,
  padding: 12,
  font: FONT,
  title: { anchor: 'start', color: INK, fontSize: 16, subtitleColor: MUTED, subtitleFontSize: 13, offset: 12 },
  axis: { labelColor: MUTED, labelFontSize: 12, domainColor: MUTED, tickColor: MUTED, gridColor: GRID, ...AXIS_TITLE },
  legend: { labelColor: INK, labelFontSize: 12, ...AXIS_TITLE },
  header: { labelColor: INK, labelFontSize: 12, ...AXIS_TITLE },
  view: { stroke: null },
  group: { stroke: null },
  mark: { color: LINE_COLOURS[0] },
  text: { color: INK, fill: INK },
  rule: { color: MUTED, stroke: MUTED },
  range: {
    category: [...LINE_COLOURS],
    ramp: { scheme: 'viridis' },
    heatmap: { scheme: 'viridis' },
    ordinal: { scheme: 'viridis' },
    diverging: { scheme: 'redblue' },
  },
} as const

/** The groups of what is told apart by what lies beside it, as cells of a heat map are. */
const CELLS = /<g class="mark-(?:rect|image) role-mark[^"]*"[^>]*>.*?<\/g>/g
const BACKGROUND = `<rect width="[\\d.]+" height="[\\d.]+" fill="${PAPER}"/>`
/** Contrast with a dark page that is enough to see a shape (1 is none). */
const ENOUGH = 1.8
const PAGE = luminance(13, 17, 23)

/**
 * A figure of Vega as one of our charts, whose colours pages turn for the dark: where all of it can be seen there. With colours of its
 * own that are dark, or a background, it stays what it is, and stands on a light card.
 */
export function asOwnChart(svg: string): string {
  if (!new RegExp(`^<svg [^>]*>${BACKGROUND}`).test(svg)) return svg
  const colours = [...svg.replaceAll(CELLS, '').matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) =>
    colour.toLowerCase(),
  )
  return colours.every(isSeenOnDark) ? svg.replace('class="marks"', `class="${CHART_CLASS}"`) : svg
}

function isSeenOnDark(colour: string): boolean {
  if (colour in ON_BLACK || ['none', 'transparent', 'white'].includes(colour) || colour.startsWith('url(')) return true
  const channels = channelsOf(colour)
  return channels !== null && (luminance(...channels) + 0.05) / (PAGE + 0.05) >= ENOUGH
}

/** Red, green and blue of 0–255; null for names, which few figures have. */
function channelsOf(colour: string): [number, number, number] | null {
  const [, short, long, rgb] = /^(?:#([\da-f]{3})|#([\da-f]{6})|rgb\(([\d, ]+)\))$/.exec(colour) ?? []
  const hex = long ?? short?.replaceAll(/./g, '$&$&')
  const [red, green, blue] =
    hex === undefined ? (rgb ?? '').split(',').map(Number) : [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue]
}

/** Relative luminance of WCAG 2. */
function luminance(...channels: readonly [number, number, number]): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

import type { Tile, Tiles } from '../../api/visual.ts'
import { escapeXml } from '../escape-xml.ts'
import { drawLegend, legendWidth } from './colour-legend.ts'
import { colourRamp, gridImage } from './colour-ramp.ts'
import type { ColourRamp } from './colour-ramp.ts'
import type { Drawing } from './drawing.ts'
import { numberText } from './number-text.ts'
import { fitText } from './text-width.ts'
import { FONT_SIZE, GRID, HEIGHT, MUTED, WIDTH } from './theme.ts'
import { wrapChart } from './wrap-chart.ts'

const TOP = 56
const LEFT = 16
const GAP = 12
const LABEL = 20
/** Pixels of a picture along each side; beyond, values are left out. */
const MOST_PIXELS = 600

/** Matrices as SVG, or why there is nothing to draw. */
export function drawTiles({ title, colour, tiles: given }: Tiles): Drawing {
  const tiles = given.filter(({ rows, columns }) => rows > 0 && columns > 0)
  const ramp = colourRamp(
    colour,
    tiles.map(({ values }) => values),
  )
  if (ramp === null) return { note: 'Nothing to draw: it has no finite values.' }
  const right = WIDTH - legendWidth(ramp)
  const layout = layOut(tiles, right - LEFT)
  const pictures = tiles.map((tile, i) => drawTile(tile, ramp, { ...layout.cell, ...(layout.places[i] ?? { x: 0, y: 0 }) }))
  const height = Math.max(TOP + layout.height + 16, TOP + 160)
  const legend = drawLegend(ramp, colour.label, { right, top: TOP, bottom: Math.min(height - 24, HEIGHT - 24) })
  const [first] = tiles
  const shape = tiles.every(({ rows, columns }) => rows === first?.rows && columns === first.columns)
    ? `${first?.rows}×${first?.columns}`
    : 'of different shapes'
  const range = `values from ${numberText(ramp.domain[0])} to ${numberText(ramp.domain[1])}`
  const count = tiles.length === 1 ? 'One matrix' : `${tiles.length} matrices`
  const alt = `${count} of ${title}, ${shape}, as colours; ${range}.`
  return { svg: wrapChart({ title, alt, height, body: pictures.join('') + legend }), alt }
}

interface Layout {
  readonly cell: { readonly width: number; readonly height: number }
  readonly places: readonly { readonly x: number; readonly y: number }[]
  readonly height: number
}

/** As large as they may be with all in a sensible height. */
function layOut(tiles: readonly Tile[], width: number): Layout {
  const aspect = Math.min(3, Math.max(1 / 3, Math.max(...tiles.map(({ rows, columns }) => rows / columns))))
  const perRow = tiles.length === 1 ? 1 : Math.min(tiles.length, aspect > 1.5 ? 6 : 4)
  const wide = (width - GAP * (perRow - 1)) / perRow
  const cellWidth = tiles.length === 1 ? Math.min(wide, 420 / aspect) : wide
  const cell = { width: Math.round(cellWidth), height: Math.round(cellWidth * aspect) }
  const places = tiles.map((_, i) => ({
    x: LEFT + (i % perRow) * (cell.width + GAP),
    y: TOP + Math.floor(i / perRow) * (cell.height + LABEL + GAP),
  }))
  return { cell, places, height: Math.ceil(tiles.length / perRow) * (cell.height + LABEL + GAP) }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Values are squares where they can be; small matrices are enlarged by whole factors, so that their edges are sharp. */
function drawTile(tile: Tile, ramp: ColourRamp, box: Box): string {
  const { rows, columns, values, label } = tile
  const scale = Math.min(box.width / columns, box.height / rows)
  const [width, height] = [Math.max(1, columns * scale), Math.max(1, rows * scale)]
  const factor = Math.max(1, Math.ceil(2 * scale))
  const pixels = { width: Math.min(MOST_PIXELS, columns * factor), height: Math.min(MOST_PIXELS, rows * factor) }
  const valueAt = (column: number, row: number): number => {
    const [i, j] = [Math.floor(((row + 0.5) / pixels.height) * rows), Math.floor(((column + 0.5) / pixels.width) * columns)]
    return values[i * columns + j] ?? Number.NaN
  }
  const image = gridImage({ ...pixels, valueAt }, ramp)
  return [
    `<image x="${box.x}" y="${box.y}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${image}"/>`,
    ...numbersOf(tile, ramp, { ...box, width, height }),
    `<rect x="${box.x}" y="${box.y}" width="${round(width)}" height="${round(height)}" fill="none" stroke="${GRID}"/>`,
    `<text x="${box.x}" y="${round(box.y + height + 15)}" text-anchor="start" fill="${MUTED}">${escapeXml(fitText(label, FONT_SIZE, box.width))}</text>`,
  ].join('')
}

/** Pixels of a value that has room for its number. */
const ROOM = 40

/** The numbers themselves, where there is room for them. */
function* numbersOf({ rows, columns, values }: Tile, ramp: ColourRamp, { x, y, width, height }: Box): Generator<string> {
  const [wide, high] = [width / columns, height / rows]
  if (wide < ROOM || high < ROOM / 2) return
  for (let i = 0; i < rows * columns; i++) {
    const value = values[i] ?? Number.NaN
    const [red, green, blue] = ramp.colours[ramp.indexOf(value)] ?? [200, 200, 200]
    // Perceived lightness by the weights of ITU-R BT.601. Not of the palette: a cell keeps its colour on dark pages, too.
    const fill = 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? '#000' : '#fff'
    const at = { x: round(x + ((i % columns) + 0.5) * wide), y: round(y + (Math.floor(i / columns) + 0.5) * high) }
    yield `<text x="${at.x}" y="${at.y}" dy="0.35em" fill="${fill}">${numberText(value, 3)}</text>`
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

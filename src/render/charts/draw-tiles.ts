import type { Tile, Tiles } from '../../api/visual.ts'
import { escapeXml } from '../escape-xml.ts'
import { besideTitle } from './beside-title.ts'
import { drawLegend, legendWidth } from './colour-legend.ts'
import { colourRamp, gridImage } from './colour-ramp.ts'
import type { ColourRamp } from './colour-ramp.ts'
import type { Drawing } from './drawing.ts'
import { numberText } from './number-text.ts'
import { fitText } from './text-width.ts'
import { columnNumbers, drawNumbers, haveRoom, rowNumbers } from './tile-axes.ts'
import { FONT_SIZE, GRID, MUTED, WIDTH } from './theme.ts'
import { wrapChart } from './wrap-chart.ts'

/** Above matrices: the label of the colours, and a title. */
const [LABELLED, TITLE] = [32, 24]
const LEFT = 16
const GAP = 12
const LABEL = 20
/** Pixels of a matrix from top to bottom, and of a scale of colours at the least. */
const [TALLEST, SHORTEST] = [420, 110]
/** Pixels of a matrix from left to right, at the least: beside long names are fewer in a row. */
const NARROWEST = 60
/** Sides of a matrix up to which its values are squares; beyond, it is about as wide as high. */
const SQUARE_UP_TO = 4
const [FLAT, TALL] = [1 / 2, 5 / 4]
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
  const top = LABELLED + (title === '' ? 0 : TITLE)
  const layout = layOut(tiles, { width: WIDTH - legendWidth(ramp) - LEFT, top })
  const pictures = tiles.map((tile, i) =>
    drawTile(tile, ramp, { ...layout, ...layout.cell, ...(layout.places[i] ?? { x: 0, y: 0 }) }),
  )
  const height = top + Math.max(layout.height + 16, SHORTEST + 24)
  const bottom = top + Math.min(TALLEST, Math.max(SHORTEST, layout.height - layout.below - LABEL - GAP))
  const legend = drawLegend(ramp, besideTitle(colour.label, title), { right: layout.right, top, bottom })
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
  /** Pixels of the names of columns. */
  readonly below: number
  /** Where the last one of a row ends. */
  readonly right: number
  /** Whether a row has one. */
  readonly isAlone: boolean
}

/** More matrices than these are not put below one another for the sake of their names: the picture would be too tall. */
const FEW = 3

interface Sheet {
  readonly width: number
  readonly top: number
}

/** As large as they may be with all in a sensible height; few of them below one another where their names have no room otherwise. */
function layOut(tiles: readonly Tile[], sheet: Sheet): Layout {
  const aspect = Math.max(...tiles.map(aspectOf))
  const most = Math.max(1, Math.floor((sheet.width + GAP) / (rowNumbers(tiles) + NARROWEST + GAP)))
  const perRow = Math.min(tiles.length, most, aspect > 1.5 ? 6 : aspect > FLAT ? 4 : 3)
  const beside = placeTiles(tiles, sheet, perRow)
  const isCut = tiles.some((tile) => !haveRoom(tile, beside.cell.height))
  return perRow > 1 && tiles.length <= FEW && isCut ? placeTiles(tiles, sheet, 1) : beside
}

function placeTiles(tiles: readonly Tile[], { width, top }: Sheet, perRow: number): Layout {
  const isAlone = perRow === 1
  const named = tiles.map((tile) => ({ ...tile, isAlone }))
  const aspect = Math.max(...tiles.map(aspectOf))
  const numbers = rowNumbers(named)
  const wide = (width - GAP * (perRow - 1)) / perRow - numbers
  const cellWidth = Math.min(wide, TALLEST / aspect)
  const cell = { width: Math.round(cellWidth), height: Math.round(cellWidth * aspect) }
  const below = columnNumbers(named, cell.width)
  const rowHeight = cell.height + below + LABEL + GAP
  const places = tiles.map((_, i) => ({
    x: LEFT + numbers + (i % perRow) * (numbers + cell.width + GAP),
    y: top + Math.floor(i / perRow) * rowHeight,
  }))
  const right = LEFT + perRow * (numbers + cell.width + GAP) - GAP
  return { cell, places, below, height: Math.ceil(tiles.length / perRow) * rowHeight, right, isAlone }
}

/** How high a matrix is drawn for its width. */
function aspectOf({ rows, columns }: Tile): number {
  if (rows > columns * SQUARE_UP_TO) return TALL
  return columns > rows * SQUARE_UP_TO ? FLAT : rows / columns
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly below: number
  readonly isAlone: boolean
}

/** Small matrices are enlarged by whole factors, so that their edges are sharp. */
function drawTile(tile: Tile, ramp: ColourRamp, box: Box): string {
  const { rows, columns, values, label } = tile
  const aspect = aspectOf(tile)
  const width = Math.min(box.width, box.height / aspect)
  const height = width * aspect
  const pixels = { width: pixelsOf(columns, width), height: pixelsOf(rows, height) }
  const valueAt = (column: number, row: number): number => {
    const [i, j] = [Math.floor(((row + 0.5) / pixels.height) * rows), Math.floor(((column + 0.5) / pixels.width) * columns)]
    return values[i * columns + j] ?? Number.NaN
  }
  const image = gridImage({ ...pixels, valueAt }, ramp)
  return [
    `<image x="${box.x}" y="${box.y}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${image}"/>`,
    ...numbersOf(tile, ramp, { ...box, width, height }),
    `<rect x="${box.x}" y="${box.y}" width="${round(width)}" height="${round(height)}" fill="none" stroke="${GRID}"/>`,
    drawNumbers({ ...tile, isAlone: box.isAlone }, { ...box, width, height }),
    `<text x="${box.x}" y="${round(box.y + height + box.below + 15)}" text-anchor="start" fill="${MUTED}">${escapeXml(fitText(label, FONT_SIZE, box.width))}</text>`,
  ].join('')
}

function pixelsOf(values: number, length: number): number {
  return Math.min(MOST_PIXELS, values * Math.max(1, Math.ceil((2 * length) / values)))
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

import type { FrameSize, RgbaPixels } from './pixels.ts'

/** How much an image is enlarged to fit into a box: by whole factors, so that its pixels stay sharp, or reduced. */
export function chooseFactor(size: FrameSize, box: FrameSize): number {
  const fit = Math.min(box.width / size.width, box.height / size.height)
  return fit >= 1 ? Math.floor(fit) : fit
}

/** An image as large as it fits into a box. */
export function fitPixels(pixels: RgbaPixels, box: FrameSize): RgbaPixels {
  const factor = chooseFactor(pixels, box)
  if (factor === 1) return pixels
  return factor > 1 ? enlarge(pixels, factor) : reduce(pixels, factor)
}

function enlarge({ width, height, data }: RgbaPixels, factor: number): RgbaPixels {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice()
  const from = new Uint32Array(aligned.buffer, aligned.byteOffset, width * height)
  const wide = width * factor
  const to = new Uint32Array(wide * height * factor)
  for (let y = 0; y < height; y++) {
    const start = y * factor * wide
    for (let x = 0; x < width; x++) to.fill(from[y * width + x] as number, start + x * factor, start + (x + 1) * factor)
    for (let copy = 1; copy < factor; copy++) to.copyWithin(start + copy * wide, start, start + wide)
  }
  return { width: wide, height: height * factor, data: new Uint8Array(to.buffer) }
}

/** Every pixel is the mean of those it stands for: thin lines get paler, and none is lost. */
function reduce({ width, height, data }: RgbaPixels, factor: number): RgbaPixels {
  const size = { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
  const to = new Uint8Array(size.width * size.height * 4)
  const [columns, rows] = [spans(width, size.width), spans(height, size.height)]
  let at = 0
  for (const row of rows) {
    for (const column of columns) {
      meanOf({ data, width, row, column, to, at })
      at += 4
    }
  }
  return { ...size, data: to }
}

/** What one new pixel stands for along one axis: the old ones, and how much of the first and the last. */
interface Span {
  readonly first: number
  readonly last: number
  readonly head: number
  readonly tail: number
  readonly length: number
}

function spans(old: number, count: number): readonly Span[] {
  const length = old / count
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [i * length, Math.min(old, (i + 1) * length)]
    const first = Math.floor(start)
    const last = Math.max(first, Math.min(old - 1, Math.ceil(end) - 1))
    return { first, last, head: first === last ? end - start : first + 1 - start, tail: end - last, length: end - start }
  })
}

interface Mean {
  readonly data: Uint8Array
  readonly width: number
  readonly row: Span
  readonly column: Span
  readonly to: Uint8Array
  readonly at: number
}

function meanOf({ data, width, row, column, to, at }: Mean): void {
  let [red, green, blue] = [0, 0, 0]
  for (let y = row.first; y <= row.last; y++) {
    const high = y === row.first ? row.head : y === row.last ? row.tail : 1
    for (let x = column.first, i = (y * width + x) * 4; x <= column.last; x++, i += 4) {
      const share = high * (x === column.first ? column.head : x === column.last ? column.tail : 1)
      red += share * (data[i] as number)
      green += share * (data[i + 1] as number)
      blue += share * (data[i + 2] as number)
    }
  }
  const area = row.length * column.length
  to[at] = Math.round(red / area)
  to[at + 1] = Math.round(green / area)
  to[at + 2] = Math.round(blue / area)
  to[at + 3] = 255
}

export interface Box extends FrameSize {
  readonly x: number
  readonly y: number
}

/** Puts an image into the middle of a box of another, which is large enough; gives where it is. */
export function place(onto: RgbaPixels, { width, height, data }: RgbaPixels, box: Box): Box {
  const left = box.x + Math.floor((box.width - width) / 2)
  const top = box.y + Math.floor((box.height - height) / 2)
  for (let y = 0; y < height; y++) {
    onto.data.set(data.subarray(y * width * 4, (y + 1) * width * 4), ((top + y) * onto.width + left) * 4)
  }
  return { x: left, y: top, width, height }
}

/** A line of one pixel around a box, so that what is white where it ends has an edge. */
export function outline(onto: RgbaPixels, { x, y, width, height }: Box, colour: readonly [number, number, number, number]): void {
  const set = (column: number, row: number): void => onto.data.set(colour, (row * onto.width + column) * 4)
  for (let column = x - 1; column <= x + width; column++) for (const row of [y - 1, y + height]) set(column, row)
  for (let row = y; row < y + height; row++) for (const column of [x - 1, x + width]) set(column, row)
}

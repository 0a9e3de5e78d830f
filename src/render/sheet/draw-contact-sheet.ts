import { PNG } from 'pngjs'
import { chooseEvenly } from '../../internal/choose-evenly.ts'
import { writeAtomically } from '../../internal/write-atomically.ts'
import { attempt } from '../raster/attempt.ts'
import type { SkippedImage } from '../raster/attempt.ts'
import { decodeImage } from '../raster/decode-image.ts'
import { fitPixels, outline, place } from '../raster/fit-pixels.ts'
import { loadImage } from '../raster/load-image.ts'
import type { SvgText } from '../raster/load-image.ts'
import type { FrameSize, RgbaPixels } from '../raster/pixels.ts'
import { rasterise } from '../raster/rasterise.ts'
import { layOutSheet } from './lay-out-sheet.ts'

export interface SheetOptions {
  /** Takes no room where it is empty. */
  readonly title?: string
  /** What a step is; `step` when left out. */
  readonly stepName?: string | undefined
  readonly frames: readonly SheetFrame[]
  /** Absolute path of the `.png`. */
  readonly target: string
  /** Images in a row, at most 8; chosen after how many there are when left out. */
  readonly columns?: number
}

export interface SheetFrame {
  readonly step: number
  /** Absolute path of PNG, JPEG, GIF or SVG, or SVG itself. */
  readonly file: string | SvgText
}

/** What was drawn, and what it measures. */
export interface ContactSheet extends FrameSize {
  /** Images in it. */
  readonly shown: number
  /** Images of which they were chosen. */
  readonly of: number
  readonly skipped: readonly SkippedImage[]
}

/** Images on a sheet. */
const MOST = 24
const EDGE = [200, 208, 216, 255] as const

/**
 * Some of many images, evenly chosen, the first and the last among them, each above its step. Rejects where none can be read,
 * and with ARCHIVE_UNWRITABLE.
 */
export async function drawContactSheet(options: SheetOptions): Promise<ContactSheet> {
  const { frames, target } = options
  const skipped: SkippedImage[] = []
  let chosen: readonly SheetFrame[] = chooseEvenly(frames, MOST)
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- once more without those that cannot be decoded
    const { sheet, unreadable } = await draw(options, chosen)
    skipped.push(...unreadable.values())
    chosen = chosen.filter((frame) => !unreadable.has(frame))
    if (sheet === null) throw new Error(skipped[0]?.reason ?? 'there are no images')
    if (unreadable.size > 0) continue
    const { width, height } = sheet
    writeAtomically(target, encode(sheet), { flush: false })
    return { width, height, shown: chosen.length, of: frames.length, skipped }
  }
}

interface Drawn {
  /** Null where no image can be read. */
  readonly sheet: RgbaPixels | null
  readonly unreadable: ReadonlyMap<SheetFrame, SkippedImage>
}

/** One image is decoded at a time. */
async function draw({ title, columns, stepName }: SheetOptions, frames: readonly SheetFrame[]): Promise<Drawn> {
  const sized: (SheetFrame & { readonly size: FrameSize })[] = []
  const unreadable = new Map<SheetFrame, SkippedImage>()
  for (const frame of frames) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const found = await attempt(async () => (await loadImage(frame.file)).size)
    if ('reason' in found) unreadable.set(frame, { step: frame.step, reason: found.reason })
    else sized.push({ ...frame, size: found.value })
  }
  if (sized.length === 0 || unreadable.size > 0) return { sheet: sized.length === 0 ? null : EMPTY, unreadable }
  const { svg, boxes } = layOutSheet({ title: title === '' ? undefined : title, columns, stepName, images: sized })
  const { width, height, pixels } = await rasterise(svg, { background: '#ffffff' })
  const sheet = { width, height, data: pixels }
  for (const [i, frame] of frames.entries()) {
    const box = boxes[i] as (typeof boxes)[number]
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const image = await attempt(async () => fitPixels(await decodeImage(await loadImage(frame.file), box), box))
    if ('reason' in image) unreadable.set(frame, { step: frame.step, reason: image.reason })
    else outline(sheet, place(sheet, image.value, box), EDGE)
  }
  return { sheet: unreadable.size === frames.length ? null : sheet, unreadable }
}

const EMPTY: RgbaPixels = { width: 0, height: 0, data: new Uint8Array() }

function encode({ width, height, data }: RgbaPixels): Buffer {
  const png = Object.assign(new PNG(), { width, height, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) })
  return PNG.sync.write(png, { colorType: 2, inputColorType: 6, filterType: 4, deflateLevel: 6 })
}

import { writeAtomically } from '../../internal/write-atomically.ts'
import { chooseEvenly } from '../../internal/choose-evenly.ts'
import { numberText } from '../charts/number-text.ts'
import { fitText } from '../charts/text-width.ts'
import { escapeXml } from '../escape-xml.ts'
import { attempt } from '../raster/attempt.ts'
import type { SkippedImage } from '../raster/attempt.ts'
import { imageSize, loadImage } from '../raster/load-image.ts'
import type { LoadedImage } from '../raster/load-image.ts'
import { rasterise } from '../raster/rasterise.ts'
import { imageElement } from '../raster/render-frame.ts'

export interface SheetOptions {
  readonly title: string
  readonly frames: readonly { readonly step: number; readonly file: string }[]
  /** Absolute path of the `.png`. */
  readonly target: string
}

export interface ContactSheet {
  /** Images in it. */
  readonly shown: number
  readonly skipped: readonly SkippedImage[]
}

/** Images on a sheet. */
const MOST = 24
const WIDTH = 1440
const [MARGIN, GAP, TITLE, LABEL] = [24, 16, 64, 30]
/** Pixels up to which one image of a sheet is enlarged. */
const [WIDEST, TALLEST] = [960, 720]

interface Shown {
  readonly step: number
  readonly image: LoadedImage
}

/**
 * Some of many images, evenly chosen, the first and the last among them, each above its step. Rejects where none can be read,
 * and with ARCHIVE_UNWRITABLE.
 */
export async function drawContactSheet({ title, frames, target }: SheetOptions): Promise<ContactSheet> {
  const shown: Shown[] = []
  const skipped: SkippedImage[] = []
  for (const { step, file } of chooseEvenly(frames, MOST)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they are decoded
    const loaded = await attempt(async () => await withSize(await loadImage(file)))
    if ('reason' in loaded) skipped.push({ step, reason: loaded.reason })
    else shown.push({ step, image: loaded.value })
  }
  if (shown.length === 0) throw new Error(skipped[0]?.reason ?? 'there are no images')
  const png = (await rasterise(sheetOf(title, shown), { background: '#ffffff' })).asPng()
  writeAtomically(target, png, { flush: false })
  return { shown: shown.length, skipped }
}

async function withSize(image: LoadedImage): Promise<LoadedImage> {
  return { ...image, size: await imageSize(image) }
}

function sheetOf(title: string, shown: readonly Shown[]): string {
  const columns = columnsFor(shown.length)
  const aspect = Math.max(...shown.map(({ image: { size } }) => (size === null ? 1 : size.height / size.width)))
  const width = Math.floor(Math.min(shown.length === 1 ? WIDEST : Infinity, (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns))
  const height = Math.floor(Math.min(TALLEST, Math.max(24, width * Math.min(2, aspect))))
  const cells = shown.map(({ step, image }, i) => {
    const x = MARGIN + (i % columns) * (width + GAP)
    const y = TITLE + Math.floor(i / columns) * (height + LABEL + GAP)
    const label = `<text x="${x + width / 2}" y="${y + height + 22}" text-anchor="middle" font-size="18" fill="#59636e">step ${escapeXml(numberText(step, 9))}</text>`
    return imageElement(image, { x, y, width, height }) + label
  })
  const total = TITLE + Math.ceil(shown.length / columns) * (height + LABEL + GAP) + MARGIN - GAP
  const heading = `<text x="${MARGIN}" y="40" font-size="26" font-weight="bold" fill="#1f2328">${escapeXml(fitText(title, 28, WIDTH - 2 * MARGIN))}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${Math.ceil(total)}" font-family="DejaVu Sans">${heading}${cells.join('')}</svg>`
}

/** Rows that are wider than high. */
function columnsFor(count: number): number {
  return Math.min(count, Math.max(count > 4 ? 3 : 2, Math.ceil(Math.sqrt(count * 1.5))))
}

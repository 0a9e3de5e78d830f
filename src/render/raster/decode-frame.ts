import { decodeImage } from './decode-image.ts'
import { fitPixels, place } from './fit-pixels.ts'
import { loadImage } from './load-image.ts'
import type { SvgText } from './load-image.ts'
import type { FrameSize, RgbaPixels } from './pixels.ts'

/**
 * Decodes PNG, JPEG, GIF (its first picture), WebP (not animated) or SVG onto white. With a size it is fitted into it, in its
 * middle: enlarged by whole factors, or reduced. Rejects with UnreadableImage, whose message says what is wrong with the file.
 */
export async function decodeFrame(file: string | SvgText, size: Partial<FrameSize> = {}): Promise<RgbaPixels> {
  const image = await loadImage(file)
  const { width = image.size.width, height = image.size.height } = size
  const pixels = fitPixels(await decodeImage(image, { width, height }), { width, height })
  if (pixels.width === width && pixels.height === height) return pixels
  const frame = { width, height, data: new Uint8Array(width * height * 4).fill(255) }
  place(frame, pixels, { x: 0, y: 0, width, height })
  return frame
}

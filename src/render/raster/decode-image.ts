import { decodePng } from './decode-png.ts'
import { decodeWebp } from './decode-webp.ts'
import { chooseFactor } from './fit-pixels.ts'
import type { LoadedImage } from './load-image.ts'
import { layOnWhite } from './pixels.ts'
import type { FrameSize, RgbaPixels } from './pixels.ts'
import { rasterise } from './rasterise.ts'
import { readable, UnreadableImage } from './unreadable-image.ts'

/** The pixels of an image on white. SVG is drawn as large as it will be shown in `box`. Rejects with UnreadableImage. */
export async function decodeImage({ bytes, type, size }: LoadedImage, box: FrameSize): Promise<RgbaPixels> {
  return await readable(async () => {
    if (type === 'png' || type === 'webp') {
      const pixels = type === 'png' ? await decodePng(bytes) : await decodeWebp(bytes)
      layOnWhite(pixels.data)
      return pixels
    }
    if (type === 'svg') return await draw(bytes.toString('utf8'), chooseFactor(size, box))
    return await decodeEmbedded(bytes, `data:image/${type};base64,`, size)
  })
}

async function draw(svg: string, zoom: number): Promise<RgbaPixels> {
  const { width, height, pixels } = await rasterise(svg, { zoom, background: '#ffffff' })
  return { width, height, data: pixels }
}

async function decodeEmbedded(bytes: Buffer, prefix: string, { width, height }: FrameSize): Promise<RgbaPixels> {
  const { Resvg } = await import('@resvg/resvg-js')
  const image = `<image width="${width}" height="${height}" href="${prefix}${bytes.toString('base64')}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`
  const picture = new Resvg(svg, { logLevel: 'off', background: '#ffffff', font: { loadSystemFonts: false } })
  // A picture that cannot be decoded is left out without a word.
  if (picture.getBBox() === undefined) throw new UnreadableImage('it cannot be decoded')
  return { width, height, data: picture.render().pixels }
}

import { escapeXml } from '../escape-xml.ts'
import { decodePng } from './decode-png.ts'
import { FONTS } from './fonts.ts'
import type { FrameSize, LoadedImage } from './load-image.ts'

export interface FrameOptions extends FrameSize {
  /** Below the image, in a strip of its own. */
  readonly label?: string
}

/** Pixels of the strip with the label. */
export const STRIP = 28

/**
 * An image as RGBA of exactly this size, on white, fitted and in the middle; small ones enlarged by whole factors.
 * Rejects with what is wrong with it.
 */
export async function renderFrame(image: LoadedImage, options: FrameOptions): Promise<Uint8Array> {
  const { width, height, label } = options
  const { size, type, bytes } = image
  if (label === undefined && type === 'png' && size?.width === width && size.height === height)
    return onWhite(await decodePng(bytes))
  const { Resvg } = await import('@resvg/resvg-js')
  const room = label === undefined ? height : height - STRIP
  const picture = imageElement(image, { x: 0, y: 0, width, height: room })
  // A picture that cannot be decoded is left out without a word.
  if (new Resvg(wrap(options, picture), { logLevel: 'off' }).innerBBox() === undefined) throw new Error('it cannot be decoded')
  const text = `<text x="12" y="${height - 9}" font-size="16" fill="#1f2328">${escapeXml(label ?? '')}</text>`
  const font = { ...FONTS, fontFiles: [...FONTS.fontFiles] }
  return new Resvg(wrap(options, picture + text), { logLevel: 'off', background: '#ffffff', font }).render().pixels
}

export interface Box extends FrameSize {
  readonly x: number
  readonly y: number
}

/** An image fitted into a box, in its middle: SVG. */
export function imageElement({ bytes, type, size }: LoadedImage, box: Box): string {
  const fit = size === null ? 1 : Math.min(box.width / size.width, box.height / size.height)
  const factor = fit >= 2 ? Math.floor(fit) : fit
  const drawn = size === null ? box : { width: size.width * factor, height: size.height * factor }
  const place = { x: box.x + (box.width - drawn.width) / 2, y: box.y + (box.height - drawn.height) / 2 }
  const sharp = factor >= 2 ? ' image-rendering="optimizeSpeed"' : ''
  return `<image x="${Math.round(place.x)}" y="${Math.round(place.y)}" width="${drawn.width}" height="${drawn.height}"${sharp} href="data:image/${type};base64,${bytes.toString('base64')}"/>`
}

function wrap({ width, height }: FrameSize, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans">${body}</svg>`
}

/** Lays RGBA over white, in place. */
function onWhite(data: Uint8Array): Uint8Array {
  for (let i = 3; i < data.length; i += 4) {
    const alpha = data[i] as number
    if (alpha === 255) continue
    for (let j = i - 3; j < i; j++) data[j] = Math.round(((data[j] as number) * alpha + 255 * (255 - alpha)) / 255)
    data[i] = 255
  }
  return data
}

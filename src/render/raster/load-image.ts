import { readFile } from 'node:fs/promises'
import { svgRoot } from '../../internal/svg-text.ts'
import { rasterise } from './rasterise.ts'

/** An image as it is put into another. */
export interface LoadedImage {
  readonly bytes: Buffer
  readonly type: 'png' | 'jpeg' | 'gif' | 'webp'
  /** Pixels; null where only decoding tells. */
  readonly size: { readonly width: number; readonly height: number } | null
}

export interface FrameSize {
  readonly width: number
  readonly height: number
}

/** Reads PNG, JPEG, GIF, WebP, or SVG, which is drawn. Rejects with the system's error, and with what is wrong with the image. */
export async function loadImage(file: string): Promise<LoadedImage> {
  const bytes = await readFile(file)
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89_50_4e_47) {
    return { bytes, type: 'png', size: { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } }
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { bytes, type: 'jpeg', size: null }
  if (bytes.toString('latin1', 0, 4) === 'GIF8') {
    return { bytes, type: 'gif', size: { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } }
  }
  if (bytes.toString('latin1', 8, 12) === 'WEBP') return { bytes, type: 'webp', size: null }
  const text = bytes.toString('utf8')
  if (svgRoot(text) === -1) throw new Error('it is neither PNG, JPEG, GIF, WebP nor SVG')
  const { width, height, ...image } = await drawSvg(text)
  return { ...image, size: { width, height } }
}

async function drawSvg(svg: string): Promise<FrameSize & Pick<LoadedImage, 'bytes' | 'type'>> {
  const image = await rasterise(svg, { background: '#ffffff' })
  return { bytes: image.asPng(), type: 'png', width: image.width, height: image.height }
}

/** What an image measures, by decoding it where its beginning does not say. Throws where it cannot be decoded. */
export async function imageSize({ bytes, type, size }: LoadedImage): Promise<FrameSize> {
  if (size !== null) return size
  const { Resvg } = await import('@resvg/resvg-js')
  const image = `<image href="data:image/${type};base64,${bytes.toString('base64')}"/>`
  const box = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">${image}</svg>`, {
    logLevel: 'off',
  }).getBBox()
  if (box === undefined) throw new Error('it cannot be decoded')
  return { width: box.width, height: box.height }
}

import { jpegSize } from '../../internal/jpeg-size.ts'
import { svgRoot } from '../../internal/svg-text.ts'
import { webpSize } from '../../internal/webp-size.ts'
import type { FrameSize } from './pixels.ts'
import { readable, UnreadableImage } from './unreadable-image.ts'
import { withoutFiles } from './without-files.ts'
import { readRegular } from '../../internal/regular-file.ts'

/** An image as it is in its file. */
export interface LoadedImage {
  readonly bytes: Buffer
  readonly type: 'png' | 'jpeg' | 'gif' | 'webp' | 'svg'
  /** Pixels. */
  readonly size: FrameSize
}

/** SVG that is in no file. */
export interface SvgText {
  readonly svg: string
}

/** More pixels than a decoder is let make: 8192 by 8192. */
const MOST_PIXELS = 67_108_864

/** Reads PNG, JPEG, GIF, WebP or SVG, by its absolute path, up to its size. Rejects with UnreadableImage. */
export async function loadImage(image: string | SvgText): Promise<LoadedImage> {
  const bytes = await readable(async () => (typeof image === 'string' ? readRegular(image) : Buffer.from(image.svg)))
  const type = typeOf(bytes)
  const size = await readable(async () => await sizeOf(bytes, type))
  const { width, height } = size
  if (!(width > 0 && height > 0)) throw new UnreadableImage('it has no pixels')
  if (type !== 'svg' && width * height > MOST_PIXELS)
    throw new UnreadableImage(`it is too large, with ${width} × ${height} pixels`)
  return { bytes, type, size }
}

function typeOf(bytes: Buffer): LoadedImage['type'] {
  if (bytes.length === 0) throw new UnreadableImage('it is empty')
  if (bytes.length >= 33 && bytes.readUInt32BE(0) === 0x89_50_4e_47) return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg'
  if (bytes.length >= 13 && bytes.toString('latin1', 0, 4) === 'GIF8') return 'gif'
  if (bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp'
  if (svgRoot(bytes.toString('utf8')) !== -1) return 'svg'
  throw new UnreadableImage('it is neither PNG, JPEG, GIF, WebP nor SVG')
}

async function sizeOf(bytes: Buffer, type: LoadedImage['type']): Promise<FrameSize> {
  if (type === 'png') return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (type === 'gif') return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  if (type === 'jpeg') return jpegSize(bytes) ?? cannotBeDecoded()
  if (type === 'webp') return webpSize(bytes) ?? { width: 0, height: 0 }
  const { Resvg } = await import('@resvg/resvg-js')
  const { width, height } = new Resvg(withoutFiles(bytes.toString('utf8')), { logLevel: 'off', font: { loadSystemFonts: false } })
  return { width: Math.ceil(width), height: Math.ceil(height) }
}

function cannotBeDecoded(): never {
  throw new UnreadableImage('it cannot be decoded')
}

import { jpegSize } from '../../internal/jpeg-size.ts'
import { webpSize } from '../../internal/webp-size.ts'

interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Width and height in pixels, from the first bytes of an image; null where they do not say. */
export function imageSize(format: string, head: Uint8Array): ImageSize | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.length < 10) return null
  if (format === 'gif') return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  if (format === 'jpeg') return jpegSize(bytes)
  if (bytes.length < 30) return null
  if (format === 'png') return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  return format === 'webp' ? webpSize(bytes) : null
}

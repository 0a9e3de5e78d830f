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

/** Goes from segment to segment up to the frame's header. */
function jpegSize(bytes: Buffer): ImageSize | null {
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (isFrameHeader(marker)) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    const isAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)
    if (marker === 0xff) at += 1 // a fill byte
    else at += isAlone ? 2 : 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** C0…CF, but for the three that are tables or reserved. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

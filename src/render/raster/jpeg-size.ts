import type { FrameSize } from './pixels.ts'
import { UnreadableImage } from './unreadable-image.ts'

/** Markers between those of frames that begin none: Huffman tables, JPG, arithmetic conditioning. */
const NO_FRAME: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc])

/** What a JPEG measures, as its frame header says. Throws UnreadableImage where there is none. */
export function jpegSize(bytes: Buffer): FrameSize {
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number
    if (marker === 0xff) at += 1 // a fill byte
    else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    } else at += 2 + bytes.readUInt16BE(at + 2)
  }
  throw new UnreadableImage('it cannot be decoded')
}

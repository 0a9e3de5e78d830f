interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Markers between those of frames that begin none: Huffman tables, JPG, arithmetic conditioning. */
const NO_FRAME: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc])

/** What a JPEG measures in pixels, from its first bytes: goes from segment to segment up to the frame's header. Null where there is none. */
export function jpegSize(bytes: Buffer): ImageSize | null {
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    }
    const isAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)
    if (marker === 0xff) at += 1 // a fill byte
    else at += isAlone ? 2 : 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

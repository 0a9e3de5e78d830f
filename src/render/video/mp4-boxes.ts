/** A box of an MP4 (ISO/IEC 14496-12). */
export interface Box {
  readonly name: string
  /** With its header. */
  readonly bytes: Buffer
}

/** Boxes that hold nothing but others, on the way to the description of a video. */
export const CONTAINERS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])

export function boxesOf(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at)
    const long = size === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : size
    const end = size === 0 ? bytes.length : at + Math.max(8, long)
    boxes.push({ name: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at, end) })
    at = end
  }
  return boxes
}

/** A box with such a name and content, as bytes. */
export function makeBox(name: string, ...content: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(8 + content.reduce((sum, { length }) => sum + length, 0))
  header.write(name, 4, 'latin1')
  return Buffer.concat([header, ...content])
}

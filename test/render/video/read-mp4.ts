/** What the boxes of an MP4 say of its video. */
export interface Mp4 {
  readonly boxes: readonly string[]
  readonly width: number
  readonly height: number
  readonly samples: number
  readonly seconds: number
  /** Codes of primaries, transfer and matrix of the box `colr`, and the parameters of the stream as bits. */
  readonly colours: { readonly box: readonly number[]; readonly parameters: string }
}

const CONTAINERS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])

export function readMp4(bytes: Buffer): Mp4 {
  const boxes = new Map<string, Buffer>()
  collect(bytes, boxes)
  const box = (name: string): Buffer => {
    const found = boxes.get(name)
    if (found === undefined) throw new Error(`There is no box ${name}, only ${[...boxes.keys()].join(', ')}.`)
    return found
  }
  const [header, description, sizes] = [box('mdhd'), box('stsd'), box('stsz')]
  const long = header[0] === 1
  const scale = header.readUInt32BE(long ? 20 : 12)
  const duration = long ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  if (description.toString('latin1', 12, 16) !== 'avc1') throw new Error('Its video is not H.264.')
  return {
    boxes: [...boxes.keys()],
    width: description.readUInt16BE(8 + 32),
    height: description.readUInt16BE(8 + 34),
    samples: sizes.readUInt32BE(8),
    seconds: duration / scale,
    colours: coloursOf(description.subarray(8 + 8 + 78)),
  }
}

/** From the boxes in a description of H.264. */
function coloursOf(description: Buffer): Mp4['colours'] {
  const boxes = new Map<string, Buffer>()
  collect(description, boxes)
  const [box, configuration] = [boxes.get('colr'), boxes.get('avcC')]
  const parameters = configuration?.subarray(8, 8 + configuration.readUInt16BE(6)) ?? []
  return {
    box: box === undefined ? [] : [4, 6, 8].map((at) => box.readUInt16BE(at)),
    parameters: [...parameters].map(bitsOf).join(''),
  }
}

/** Eight bits of a byte. */
export function bitsOf(byte: number): string {
  return byte.toString(2).padStart(8, '0')
}

function collect(bytes: Buffer, boxes: Map<string, Buffer>): void {
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at)
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short
    const name = bytes.toString('latin1', at + 4, at + 8)
    const content = bytes.subarray(at + (short === 1 ? 16 : 8), at + size)
    boxes.set(name, content)
    if (CONTAINERS.has(name)) collect(content, boxes)
    at += Math.max(size, 8)
  }
}

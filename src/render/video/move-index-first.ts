import { boxesOf, CONTAINERS } from './mp4-boxes.ts'

/** An MP4 with its index (`moov`) before the pictures (`mdat`), so that it plays while it is still being loaded. */
export function moveIndexFirst(video: Buffer): Buffer {
  const boxes = boxesOf(video)
  const from = boxes.findIndex(({ name }) => name === 'moov')
  const to = boxes.findIndex(({ name }) => name === 'mdat')
  const index = boxes[from]
  if (index === undefined || to === -1 || from < to) return video
  const moved = Buffer.from(index.bytes)
  shiftOffsets(moved.subarray(8), moved.length)
  const rest = boxes.filter((box) => box !== index).map(({ bytes }) => bytes)
  return Buffer.concat([...rest.slice(0, to), moved, ...rest.slice(to)])
}

/** Chunks lie so many bytes further on: after flags and a count, each offset has 32 bits (`stco`) or 64 (`co64`). */
function shiftOffsets(content: Buffer, by: number): void {
  for (const { name, bytes } of boxesOf(content)) {
    if (CONTAINERS.has(name)) shiftOffsets(bytes.subarray(8), by)
    else if (name === 'stco') {
      for (let i = 16; i + 4 <= bytes.length; i += 4) bytes.writeUInt32BE(bytes.readUInt32BE(i) + by, i)
    } else if (name === 'co64') {
      for (let i = 16; i + 8 <= bytes.length; i += 8) bytes.writeBigUInt64BE(bytes.readBigUInt64BE(i) + BigInt(by), i)
    }
  }
}

import { fstatSync } from 'node:fs'
import { readSpan } from '../read-span.ts'

/** A file in a ZIP. */
export interface ZipEntry {
  /** As written: POSIX separators, a slash at the end for a folder. Not checked: it may lead anywhere. */
  readonly name: string
  readonly method: number
  readonly crc: number
  /** Bytes in the ZIP, and of the file. */
  readonly packed: number
  readonly size: number
  /** Of its header in the ZIP. */
  readonly offset: number
  readonly isEncrypted: boolean
  /** The type of a file in Unix, where it was made there: 0o100000 for a file, 0o40000 for a folder; 0 where nothing is said. */
  readonly type: number
}

const [END, END_64_PLACE, END_64, FILE, LOCAL] = [0x06054b50, 0x07064b50, 0x06064b50, 0x02014b50, 0x04034b50]
const [END_SIZE, PLACE_SIZE, FILE_SIZE, LOCAL_SIZE] = [22, 20, 46, 30]
const LONGEST_COMMENT = 0xffff
/** Bytes of a directory: a million files. */
const LARGEST_DIRECTORY = 2 ** 28
const UNKNOWN = 0xffffffff

/** What a ZIP says it holds. Throws RangeError for what is none, or is cut off or damaged. */
export function readDirectory(descriptor: number): readonly ZipEntry[] {
  const { size: length } = fstatSync(descriptor)
  const { offset, size, count } = findDirectory(descriptor, length)
  if (size > LARGEST_DIRECTORY || offset + size > length) throw new RangeError('its directory does not lie in it')
  const bytes = readSpan(descriptor, offset, size)
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count;) {
    if (at + FILE_SIZE > bytes.length || bytes.readUInt32LE(at) !== FILE) throw new RangeError('its directory is damaged')
    const [name, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    entries.push(entryOf(bytes.subarray(at, at + FILE_SIZE + name + extra), name))
    at += FILE_SIZE + name + extra + comment
  }
  return entries
}

function findDirectory(descriptor: number, length: number): { offset: number; size: number; count: number } {
  const from = Math.max(0, length - END_SIZE - LONGEST_COMMENT - PLACE_SIZE)
  const tail = readSpan(descriptor, from, length - from)
  const end = lastEnd(tail)
  if (end < 0) throw new RangeError('it is no ZIP, or is cut off')
  const [count, size, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  const place = end - PLACE_SIZE
  if (place < 0 || tail.readUInt32LE(place) !== END_64_PLACE) return { count, size, offset }
  const wide = readSpan(descriptor, Number(tail.readBigUInt64LE(place + 8)), 56)
  if (wide.readUInt32LE(0) !== END_64) throw new RangeError('its directory is damaged')
  const [count64, size64, offset64] = [32, 40, 48].map((at) => Number(wide.readBigUInt64LE(at)))
  return { count: count64 ?? 0, size: size64 ?? 0, offset: offset64 ?? 0 }
}

/** Where the last end stands whose comment reaches to the end of the file. */
function lastEnd(tail: Buffer): number {
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END && at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return -1
}

function entryOf(bytes: Buffer, nameLength: number): ZipEntry {
  const wide = wideFields(bytes.subarray(FILE_SIZE + nameLength))
  const read = (at: number): number => {
    const value = bytes.readUInt32LE(at)
    return value === UNKNOWN ? (wide.shift() ?? value) : value
  }
  const size = read(24)
  const packed = read(20)
  const isUnix = bytes.readUInt8(5) === 3
  return {
    name: bytes.toString('utf8', FILE_SIZE, FILE_SIZE + nameLength),
    method: bytes.readUInt16LE(10),
    crc: bytes.readUInt32LE(16),
    packed,
    size,
    offset: read(42),
    isEncrypted: (bytes.readUInt16LE(8) & 1) === 1,
    type: isUnix ? bytes.readUInt16LE(40) & 0o170000 : 0,
  }
}

/** Sizes and places of more than 4 GB, in the order in which they are wanted. */
function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const fields = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    return Array.from({ length: Math.floor(fields.length / 8) }, (_, i) => Number(fields.readBigUInt64LE(i * 8)))
  }
  return []
}

/** Where the bytes of an entry begin. Throws RangeError. */
export function contentStart(descriptor: number, { offset }: ZipEntry): number {
  const header = readSpan(descriptor, offset, LOCAL_SIZE)
  if (header.readUInt32LE(0) !== LOCAL) throw new RangeError('a file in it does not lie where its directory says')
  return offset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28)
}

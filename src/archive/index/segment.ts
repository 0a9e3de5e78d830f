import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { writeAtomically } from '../../internal/write-atomically.ts'
import type { FileState } from './file-state.ts'

/** A file of an index, never changed once it is there: a line an entry, `["path",mtime,size,inode,order,payload]`, in ASCII. */
export interface Segment {
  readonly name: string
  readonly text: string
}

/** What an index holds of a file of a run. */
export interface Entry extends FileState {
  readonly segment: Segment | null
  /** Of its line in the segment, or the line itself where it is in none yet. */
  readonly from: number
  readonly to: number
  readonly line: string | null
  /** Where in the line its payload begins. */
  readonly payload: number
  /** What entries are sorted by. */
  readonly order: number
}

/** Its number, and the checksum of what is in it. */
const NAME = /^(\d{8})-([0-9a-f]{8})\.jsonl$/
const HEAD = /\["((?:[^"\\\n]|\\.)*)",([\d.e+]+),(\d+),([\d.e+]+),(-?[\d.e+-]+),/y

/** The number of a segment; later ones count. Null for other files. */
export function segmentNumber(name: string): number | null {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Null where it is gone, as after a merge, cannot be read, or is damaged. */
export function readSegment(folder: string, name: string): Segment | null {
  try {
    const bytes = readFileSync(join(folder, name))
    return checksum(bytes) === NAME.exec(name)?.[2] ? { name, text: bytes.toString('latin1') } : null
  } catch (error) {
    if (systemErrorReason(error) === null) throw error
    return null
  }
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0')
}

/** Writes a segment that readers see whole or not at all. Throws ARCHIVE_UNWRITABLE. */
export function writeSegment(folder: string, number: number, lines: readonly string[]): void {
  const bytes = Buffer.from(lines.join(''), 'latin1')
  writeAtomically(join(folder, `${String(number).padStart(8, '0')}-${checksum(bytes)}.jsonl`), bytes, { flush: false })
}

/** Calls back for every entry. */
export function scanSegment(segment: Segment, found: (path: string, entry: Entry) => void): void {
  const { text } = segment
  for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
    HEAD.lastIndex = from
    const head = HEAD.exec(text)
    if (head === null) continue
    const [, path = '', mtime, size, ino, order] = head
    const key = path.includes('\\') ? String(JSON.parse(`"${path}"`)) : path
    const state = { mtimeMs: Number(mtime), size: Number(size), ino: Number(ino), order: Number(order) }
    found(key, { ...state, segment, from, to: to + 1, line: null, payload: HEAD.lastIndex - from })
  }
}

/** A line for an entry, and the entry for the line. */
export function entryLine(path: string, state: FileState, order: number, payload: unknown): Entry & { readonly line: string } {
  const head = `[${ascii(path)},${state.mtimeMs},${state.size},${state.ino},${order},`
  const line = `${head}${ascii(payload)}]\n`
  return { ...state, segment: null, from: 0, to: line.length, line, payload: head.length, order }
}

export function lineOf({ segment, line, from, to }: Entry): string {
  return line ?? segment?.text.slice(from, to) ?? ''
}

export function payloadOf(entry: Entry): unknown {
  return JSON.parse(lineOf(entry).slice(entry.payload, -2)) as unknown
}

function ascii(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

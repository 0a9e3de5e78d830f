import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { RunlabError } from '../../errors.ts'
import { groupBy } from '../../internal/group-by.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { writeAtomically } from '../../internal/write-atomically.ts'
import { Block, blockLines } from './block.ts'
import type { NewRow } from './block.ts'

/** A file of an index, never changed once it is there: lines of JSON, those of one block after the other. */
export interface Segment {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly blocks: readonly Block[]
}

/** Its number, and the checksum of what is in it. */
const NAME = /^(\d{8})-([0-9a-f]{8})\.jsonl$/

/** The number of a segment; later ones count. Null for other files. */
export function segmentNumber(name: string): number | null {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Null where it is gone, as after a merge, cannot be read, or is damaged. */
export function readSegment(folder: string, name: string): Segment | null {
  try {
    const bytes = readFileSync(join(folder, name))
    return checksum(bytes) === NAME.exec(name)?.[2] ? { name, size: bytes.length, blocks: readBlocks(bytes) } : null
  } catch (error) {
    if (error instanceof RunlabError || systemErrorReason(error) !== null) return null
    throw error
  }
}

function readBlocks(bytes: Buffer): readonly Block[] {
  const blocks: Block[] = []
  let from = 0
  const nextLine = (): (() => string) => {
    const start = from
    const newline = bytes.indexOf(10, start)
    const end = newline < 0 ? bytes.length : newline
    from = end + 1
    return () => bytes.toString('utf8', start, end)
  }
  while (from < bytes.length) {
    const head = nextLine()()
    blocks.push(new Block(head, nextLine))
  }
  return blocks
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0')
}

/** Writes a segment, step by step, that readers see whole or not at all. Throws ARCHIVE_UNWRITABLE. */
export function* writeSegment(folder: string, number: number, rows: readonly NewRow[]): Generator<void, void, undefined> {
  const lines: string[] = []
  for (const group of groupBy(rows, ({ keys }) => keys))
    for (const line of blockLines(group[0]?.keys ?? [], group)) {
      lines.push(line)
      yield
    }
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  writeAtomically(join(folder, `${String(number).padStart(8, '0')}-${checksum(bytes)}.jsonl`), bytes, { flush: false })
}

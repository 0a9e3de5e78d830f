import { closeSync, fstatSync, openSync } from 'node:fs'
import type { PageSet, PointsSummary, Span } from '../../format/series.ts'
import { isLittleEndian } from '../../internal/is-little-endian.ts'
import { readSpan } from '../../internal/read-span.ts'
import { writeAll } from '../../internal/write-all.ts'
import type { EncodedPages } from './encode-pages.ts'
import type { Page } from './page.ts'

// A `.pages` file: pages one after the other, then a list of them, ENTRY doubles an entry, then the number of entries and
// `RLPG`, 32 bits each. All little-endian. An entry is: id, rows, 1 where steps are doubles, three spans of three numbers
// (steps, times, values), 1 where values are numbers, then the summary.

const MAGIC = 0x47504c52
const FOOTER_BYTES = 8
const ENTRY = 22

/** Some points of one series in a `.pages` file. */
export interface PagedPoints extends PageSet {
  /** The series' number, in the journal of the process that tracked it. */
  readonly id: number
  readonly summary: PointsSummary
}

/** The points of one series that go into a `.pages` file. */
export interface PointsToPage {
  readonly id: number
  readonly summary: PointsSummary
  readonly pages: EncodedPages
}

/** Writes a file of pages. Throws the system's error. */
export function writePageFile(path: string, groups: readonly PointsToPage[]): void {
  const buffers: Uint8Array[] = []
  let offset = 0
  const put = ({ bytes, header }: Page): Span => {
    buffers.push(bytes)
    offset += bytes.length
    return [offset - bytes.length, bytes.length, header]
  }
  const list = new Float64Array(groups.length * ENTRY)
  for (const [i, { id, summary, pages }] of groups.entries()) {
    const { rows, stepType, steps, times, values } = pages
    const spans = [...put(steps), ...put(times), ...put(values)]
    list.set([id, rows, stepType === 'double' ? 1 : 0, ...spans, ...numbersOf(summary)], i * ENTRY)
  }
  const footer = Buffer.alloc(FOOTER_BYTES)
  footer.writeUInt32LE(groups.length, 0)
  footer.writeUInt32LE(MAGIC, 4)
  const descriptor = openSync(path, 'w')
  try {
    writeAll(descriptor, [...buffers, inOrder(Buffer.from(list.buffer)), footer])
  } finally {
    closeSync(descriptor)
  }
}

/** What a file of pages holds; null where it is none, or cut off. Throws the system's error. */
export function readPageList(file: string): readonly PagedPoints[] | null {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    if (size < FOOTER_BYTES) return null
    const footer = readSpan(descriptor, size - FOOTER_BYTES, FOOTER_BYTES)
    const count = footer.readUInt32LE(0)
    const length = count * ENTRY * 8
    if (footer.readUInt32LE(4) !== MAGIC || length > size - FOOTER_BYTES) return null
    const list = new Float64Array(count * ENTRY)
    Buffer.from(list.buffer).set(inOrder(readSpan(descriptor, size - FOOTER_BYTES - length, length)))
    return Array.from({ length: count }, (_, i) => entryOf(list.subarray(i * ENTRY, (i + 1) * ENTRY)))
  } finally {
    closeSync(descriptor)
  }
}

function numbersOf(summary: PointsSummary): readonly number[] {
  const { firstStep, lastStep, firstTime, lastTime, last, min, max, mean, nonFinite } = summary
  const optional = [firstStep, lastStep, firstTime, lastTime, last, min, max, mean].map((value) => value ?? Number.NaN)
  return [last === null ? 0 : 1, nonFinite, ...optional]
}

function entryOf(entry: Float64Array): PagedPoints {
  const at = (i: number): number => entry[i] as number
  const span = (i: number): Span => [at(i), at(i + 1), at(i + 2)]
  const orNull = (i: number): number | null => (Number.isNaN(at(i)) ? null : at(i))
  return {
    id: at(0),
    rows: at(1),
    stepType: at(2) === 1 ? 'double' : 'integer',
    steps: span(3),
    times: span(6),
    values: span(9),
    summary: {
      count: at(1),
      nonFinite: at(13),
      firstStep: orNull(14),
      lastStep: orNull(15),
      firstTime: orNull(16),
      lastTime: orNull(17),
      last: at(12) === 1 ? at(18) : null,
      min: orNull(19),
      max: orNull(20),
      mean: orNull(21),
    },
  }
}

/** Doubles as the file has them, or the other way round. */
function inOrder(bytes: Buffer): Buffer {
  return isLittleEndian() ? bytes : bytes.swap64()
}

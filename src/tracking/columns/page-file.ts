import { closeSync, fstatSync, openSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { PageSet, PointsSummary, Span } from '../../format/series.ts'
import { isLittleEndian } from '../../internal/is-little-endian.ts'
import { readSpan } from '../../internal/read-span.ts'
import { writeAll } from '../../internal/write-all.ts'
import type { EncodedPages } from './encode-pages.ts'
import type { Page } from './page.ts'
import { openRegular } from '../../internal/regular-file.ts'

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

/** Bytes of pages that are written at once. */
const CHUNK = 4 * 2 ** 20

/** Writes a file of pages, one series after the other. Methods throw the system's error. */
class PageFileWriter {
  readonly #descriptor: number
  readonly #entries: number[] = []
  #count = 0
  #offset = 0
  #waiting: Uint8Array[] = []
  #waitingBytes = 0

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w')
  }

  add({ id, summary, pages }: PointsToPage): void {
    const { rows, stepType, steps, times, values } = pages
    const spans = [steps, times, values].flatMap((page) => this.#put(page))
    this.#entries.push(id, rows, stepType === 'double' ? 1 : 0, ...spans, ...numbersOf(summary))
    this.#count++
    if (this.#waitingBytes >= CHUNK) this.#write()
  }

  /** Writes the list of what was added, and closes the file. */
  finish(): void {
    const footer = Buffer.alloc(FOOTER_BYTES)
    footer.writeUInt32LE(this.#count, 0)
    footer.writeUInt32LE(MAGIC, 4)
    this.#waiting.push(inOrder(Buffer.from(Float64Array.from(this.#entries).buffer)), footer)
    this.#write()
    this.close()
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #put({ bytes, header }: Page): Span {
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    this.#offset += bytes.length
    return [this.#offset - bytes.length, bytes.length, header]
  }

  #write(): void {
    writeAll(this.#descriptor, this.#waiting)
    this.#waiting = []
    this.#waitingBytes = 0
  }
}

/** Series whose pages are written before others of the thread have their turn: some milliseconds. */
const TURN = 200

/** Writes a file of pages, which are made as they are written. Throws the system's error. */
export async function writePageFile(path: string, groups: Iterable<PointsToPage>): Promise<void> {
  const writer = new PageFileWriter(path)
  let count = 0
  try {
    for (const group of groups) {
      writer.add(group)
      // oxlint-disable-next-line no-await-in-loop -- that is what it is for
      if (++count % TURN === 0) await setImmediate()
    }
    writer.finish()
  } catch (error) {
    writer.close()
    throw error
  }
}

/** What a file of pages holds; null where it is none, or cut off. Throws the system's error. */
export function readPageList(file: string): readonly PagedPoints[] | null {
  const descriptor = openRegular(file)
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

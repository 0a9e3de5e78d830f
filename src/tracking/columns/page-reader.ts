import { closeSync, fstatSync } from 'node:fs'
import { basename } from 'node:path'
import type { PageSet, Span } from '../../format/series.ts'
import { readSpan } from '../../internal/read-span.ts'
import { checkPage } from './check-page.ts'
import { decodeDoubles, decodeSteps, decodeTexts, decodeTimes } from './decode-pages.ts'
import type { Page } from './page.ts'
import { openRegular } from '../../internal/regular-file.ts'

/** Bytes that are read ahead, of all files, where many small pages are decoded; and of one file. */
const MOST_AHEAD = 8 * 2 ** 20
const LARGEST_AHEAD = 2 ** 20

export interface PageReaderOptions {
  /** Files of which most pages are asked for, about in their order: they are read ahead. */
  readonly readsAhead?: number
}

interface OpenFile {
  readonly descriptor: number
  readonly size: number
}

/** Bytes of a page that are read: nobody writes more, and a damaged list may say anything. */
const LARGEST_PAGE = 2 ** 30

/**
 * Reads pages out of files, which it keeps open until it is closed, and checks what it decodes. Methods throw the system's error,
 * and one that says where a page is damaged.
 */
export class PageReader {
  readonly #files = new Map<string, OpenFile>()
  /** What was read ahead of each file. */
  readonly #windows = new Map<string, { readonly start: number; readonly bytes: Buffer }>()
  readonly #ahead: number

  constructor({ readsAhead = 0 }: PageReaderOptions = {}) {
    this.#ahead = readsAhead === 0 ? 0 : Math.min(LARGEST_AHEAD, Math.floor(MOST_AHEAD / readsAhead))
  }

  page(file: string, [offset, length, header]: Span): Page {
    const bytes = this.#read(file, offset, length)
    return { bytes: length < this.#ahead ? Buffer.from(bytes) : bytes, header } // not to keep all that was read ahead
  }

  steps(file: string, { steps, stepType, rows }: PageSet, output = new Float64Array(rows)): Float64Array {
    decodeSteps(this.#data(file, steps, rows), stepType, output)
    return output
  }

  times(file: string, { times, rows }: PageSet, output = new Float64Array(rows)): Float64Array {
    decodeTimes(this.#data(file, times, rows), output)
    return output
  }

  numbers(file: string, { values, rows }: PageSet, output = new Float64Array(rows)): Float64Array {
    decodeDoubles(this.#data(file, values, rows), output)
    return output
  }

  texts(file: string, { values, rows }: PageSet): readonly string[] {
    const texts = [...decodeTexts(this.#data(file, values, rows))]
    if (texts.length !== rows) throw damaged(file, values, new Error(`it has ${texts.length} texts of ${rows}`))
    return texts
  }

  /** Bytes of the texts when they are not compressed, as the end of what is compressed says. */
  textBytes(file: string, { values: [offset, length] }: PageSet): number {
    return readSpan(this.#open(file).descriptor, offset + length - 4, 4).readUInt32LE()
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor)
    this.#files.clear()
    this.#windows.clear()
  }

  #data(file: string, span: Span, rows: number): Buffer {
    const [offset, length, header] = span
    const page = this.#read(file, offset, length)
    try {
      checkPage(page, { rows, header })
    } catch (error) {
      throw damaged(file, span, error)
    }
    return page.subarray(header)
  }

  #read(file: string, offset: number, length: number): Buffer {
    const { descriptor, size } = this.#open(file)
    if (length > LARGEST_PAGE) throw damaged(file, [offset, length, 0], new Error(`it would have ${length} bytes`))
    const ahead = Math.min(this.#ahead, size - offset)
    if (length >= ahead) return readSpan(descriptor, offset, length)
    const window = this.#windows.get(file)
    const from = window === undefined ? -1 : offset - window.start
    if (window !== undefined && from >= 0 && from + length <= window.bytes.length)
      return window.bytes.subarray(from, from + length)
    const bytes = readSpan(descriptor, offset, ahead)
    this.#windows.set(file, { start: offset, bytes })
    return bytes.subarray(0, length)
  }

  #open(file: string): OpenFile {
    const known = this.#files.get(file)
    if (known !== undefined) return known
    const descriptor = openRegular(file)
    const open = { descriptor, size: fstatSync(descriptor).size }
    this.#files.set(file, open)
    return open
  }
}

function damaged(file: string, [offset]: Span, why: unknown): Error {
  const reason = why instanceof Error ? why.message : String(why)
  return new Error(`the page at byte ${offset} of ${basename(file)} is damaged: ${reason}`, { cause: why })
}

import { closeSync, fstatSync, openSync } from 'node:fs'
import type { PageSet, Span } from '../../format/series.ts'
import { readSpan } from '../../internal/read-span.ts'
import { decodeDoubles, decodeSteps, decodeTexts, decodeTimes } from './decode-pages.ts'
import type { Page } from './page.ts'

/** Bytes of files that are read as a whole, where many small pages are decoded. */
const MOST_KEPT = 32 * 2 ** 20
const LARGEST_KEPT = 16 * 2 ** 20

export interface PageReaderOptions {
  /** Most pages of a file are asked for, one after the other. */
  readonly readsAll?: boolean
}

/** Reads pages out of files, which it keeps open until it is closed. Methods throw the system's error. */
export class PageReader {
  readonly #open = new Map<string, number>()
  readonly #kept = new Map<string, Buffer>()
  readonly #refused = new Set<string>()
  readonly #readsAll: boolean
  #size = 0

  constructor({ readsAll = false }: PageReaderOptions = {}) {
    this.#readsAll = readsAll
  }

  page(file: string, [offset, length, header]: Span): Page {
    return { bytes: readSpan(this.#descriptor(file), offset, length), header }
  }

  steps(file: string, { steps, stepType, rows }: PageSet, output = new Float64Array(rows)): Float64Array {
    decodeSteps(this.#data(file, steps), stepType, output)
    return output
  }

  times(file: string, { times, rows }: PageSet, output = new Float64Array(rows)): Float64Array {
    decodeTimes(this.#data(file, times), output)
    return output
  }

  numbers(file: string, { values, rows }: PageSet, output = new Float64Array(rows)): Float64Array {
    decodeDoubles(this.#data(file, values), output)
    return output
  }

  texts(file: string, { values }: PageSet): Iterable<string> {
    return decodeTexts(this.#data(file, values))
  }

  /** Bytes of the texts when they are not compressed, as the end of what is compressed says. */
  textBytes(file: string, { values: [offset, length] }: PageSet): number {
    return this.#read(file, offset + length - 4, 4).readUInt32LE()
  }

  close(): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor)
    this.#open.clear()
    this.#kept.clear()
    this.#size = 0
  }

  #data(file: string, [offset, length, header]: Span): Buffer {
    return this.#read(file, offset + header, length - header)
  }

  #read(file: string, offset: number, length: number): Buffer {
    const kept = this.#kept.get(file) ?? this.#keep(file)
    return kept === null ? readSpan(this.#descriptor(file), offset, length) : kept.subarray(offset, offset + length)
  }

  #keep(file: string): Buffer | null {
    if (!this.#readsAll || this.#refused.has(file)) return null
    const descriptor = this.#descriptor(file)
    const { size } = fstatSync(descriptor)
    if (size > LARGEST_KEPT || this.#size + size > MOST_KEPT) {
      this.#refused.add(file)
      return null
    }
    const bytes = readSpan(descriptor, 0, size)
    this.#kept.set(file, bytes)
    this.#size += size
    return bytes
  }

  #descriptor(file: string): number {
    const open = this.#open.get(file) ?? openSync(file, 'r')
    this.#open.set(file, open)
    return open
  }
}

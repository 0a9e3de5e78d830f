import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import type { Span } from '../../format/series.ts'
import { writeAll } from '../../internal/write-all.ts'
import { ByteWriter } from '../columns/byte-writer.ts'
import type { Encoding } from '../columns/encodings.ts'
import { rawSizeOf } from '../columns/page-header.ts'
import type { Page } from '../columns/page.ts'
import type { Column } from './parquet-columns.ts'
import { writeFooter } from './parquet-footer.ts'
import type { ColumnChunk, RowGroup } from './parquet-footer.ts'

const MAGIC = Buffer.from('PAR1')

/** The part of a row group that one column is. */
export interface ColumnPages {
  readonly encoding: Encoding
  readonly isCompressed?: boolean
  /** The page with the dictionary, where there is one. */
  readonly dictionary?: Uint8Array
  readonly pages: readonly Page[]
}

/** A Parquet file that is written a row group at a time, from pages that are made already. */
export class ParquetFile {
  readonly #descriptor: number
  readonly #schema: readonly Column[]
  readonly #groups: RowGroup[] = []
  readonly #hash = createHash('sha256')
  #offset = 0

  /** Makes the file. Throws the system's error. */
  constructor(path: string, schema: readonly Column[]) {
    this.#schema = schema
    this.#descriptor = openSync(path, 'w')
    this.#write([MAGIC])
  }

  /** Writes the columns in the order of the schema; gives where their pages are. Throws the system's error. */
  writeRowGroup(rows: number, columns: readonly ColumnPages[]): readonly (readonly Span[])[] {
    const chunks: ColumnChunk[] = []
    const spans: Span[][] = []
    const start = this.#offset
    for (const { dictionary, pages, encoding, isCompressed = false } of columns) {
      const first = this.#offset
      if (dictionary !== undefined) this.#write([dictionary])
      const dataStart = this.#offset
      let at = dataStart
      spans.push(pages.map(({ bytes, header }) => [(at += bytes.length) - bytes.length, bytes.length, header]))
      this.#write(pages.map(({ bytes }) => bytes))
      chunks.push({
        encodings: dictionary === undefined ? ['RLE', encoding] : ['RLE', 'PLAIN', encoding],
        isCompressed,
        rows,
        rawSize: pages.reduce((sum, { bytes }) => sum + rawSizeOf(bytes), dataStart - first),
        size: this.#offset - first,
        start: first,
        dataStart,
      })
    }
    this.#groups.push({ columns: chunks, size: this.#offset - start, rows })
    return spans
  }

  /** Writes the footer; the file is on the disk itself then. Throws the system's error. */
  finish(createdBy: string): { readonly size: number; readonly sha256: string } {
    const end = new ByteWriter()
    writeFooter(end, { schema: this.#schema, groups: this.#groups, createdBy })
    end.uint32(end.length)
    this.#write([end.view(), MAGIC])
    fsyncSync(this.#descriptor)
    this.close()
    return { size: this.#offset, sha256: this.#hash.digest('hex') }
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #write(buffers: readonly Uint8Array[]): void {
    writeAll(this.#descriptor, buffers)
    for (const bytes of buffers) {
      this.#hash.update(bytes)
      this.#offset += bytes.length
    }
  }
}

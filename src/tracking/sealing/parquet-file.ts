import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import type { ColumnChunk, Encoding, RowGroup, SchemaElement, Statistics } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import type { Span } from '../../format/series.ts'
import { writeAll } from '../../internal/write-all.ts'
import { rawSizeOf } from '../columns/page-header.ts'
import type { Page } from '../columns/page.ts'

const MAGIC = Buffer.from('PAR1')

/** The part of a row group that one column is. */
export interface ColumnPages {
  readonly encoding: Encoding
  readonly isCompressed?: boolean
  /** The page with the dictionary, where there is one. */
  readonly dictionary?: Uint8Array
  readonly pages: readonly Page[]
  readonly statistics?: Statistics
}

/** A Parquet file that is written a row group at a time, from pages that are made already. */
export class ParquetFile {
  readonly #descriptor: number
  readonly #schema: readonly SchemaElement[]
  readonly #groups: RowGroup[] = []
  readonly #hash = createHash('sha256')
  #offset = 0
  #rows = 0

  /** Makes the file. Throws the system's error. */
  constructor(path: string, schema: readonly SchemaElement[]) {
    this.#schema = schema
    this.#descriptor = openSync(path, 'w')
    this.#write([MAGIC])
  }

  /** Writes the columns in the order of the schema; gives where their pages are. Throws the system's error. */
  writeRowGroup(rows: number, columns: readonly ColumnPages[]): readonly (readonly Span[])[] {
    const chunks: ColumnChunk[] = []
    const spans: Span[][] = []
    const start = this.#offset
    for (const [i, column] of columns.entries()) {
      const element = this.#schema[i + 1] as SchemaElement
      const first = this.#offset
      const { dictionary, pages } = column
      if (dictionary !== undefined) this.#write([dictionary])
      const dataStart = this.#offset
      let at = dataStart
      spans.push(pages.map(({ bytes, header }) => [(at += bytes.length) - bytes.length, bytes.length, header]))
      this.#write(pages.map(({ bytes }) => bytes))
      const size = BigInt(this.#offset - first)
      chunks.push({
        file_offset: BigInt(first),
        meta_data: {
          type: element.type as NonNullable<SchemaElement['type']>,
          encodings: dictionary === undefined ? ['RLE', column.encoding] : ['RLE', 'PLAIN', column.encoding],
          path_in_schema: [element.name],
          codec: column.isCompressed === true ? 'GZIP' : 'UNCOMPRESSED',
          num_values: BigInt(rows),
          total_uncompressed_size: BigInt(dataStart - first + pages.reduce((sum, { bytes }) => sum + rawSizeOf(bytes), 0)),
          total_compressed_size: size,
          data_page_offset: BigInt(dataStart),
          ...(dictionary === undefined ? {} : { dictionary_page_offset: BigInt(first) }),
          ...(column.statistics === undefined ? {} : { statistics: column.statistics }),
        },
      })
    }
    this.#groups.push({ columns: chunks, total_byte_size: BigInt(this.#offset - start), num_rows: BigInt(rows) })
    this.#rows += rows
    return spans
  }

  /** Writes the footer; the file is on the disk itself then. Throws the system's error. */
  finish(createdBy: string): { readonly size: number; readonly sha256: string } {
    const writer = new ByteWriter()
    writeMetadata(writer, {
      version: 2,
      schema: [...this.#schema],
      num_rows: BigInt(this.#rows),
      row_groups: this.#groups,
      created_by: createdBy,
      metadata_length: 0,
    })
    this.#write([writer.getBytes(), MAGIC])
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

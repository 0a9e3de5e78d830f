import type { ByteWriter } from '../columns/byte-writer.ts'
import { ENCODINGS } from '../columns/encodings.ts'
import type { Encoding } from '../columns/encodings.ts'
import { writeStruct } from '../columns/thrift-struct.ts'
import type { StructFields } from '../columns/thrift-struct.ts'
import type { Column } from './parquet-columns.ts'

// Names and numbers are those of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift

const VERSION = 2
const TYPES = { text: 6, integer: 2, time: 2, double: 5 } as const
const [UTF8, TIMESTAMP_MILLIS] = [0, 9]
const [UNCOMPRESSED, GZIP] = [0, 2]

/** What the footer says of one column in a row group. Places and sizes are bytes of the file. */
export interface ColumnChunk {
  readonly encodings: readonly Encoding[]
  readonly isCompressed: boolean
  readonly rows: number
  readonly rawSize: number
  readonly size: number
  readonly start: number
  readonly dataStart: number
}

/** Its columns are in the order of the schema. */
export interface RowGroup {
  readonly columns: readonly ColumnChunk[]
  readonly size: number
  readonly rows: number
}

export interface Footer {
  readonly schema: readonly Column[]
  readonly groups: readonly RowGroup[]
  readonly createdBy: string
}

/** The end of a Parquet file, up to the length of the footer itself and the magic bytes. */
export function writeFooter(out: ByteWriter, { schema, groups, createdBy }: Footer): void {
  writeStruct(out, (file) => {
    file.int32(1, VERSION)
    file.structs(2, [null, ...schema], (element, column) => {
      if (column !== null) return writeColumn(element, column)
      element.text(4, 'points')
      element.int32(5, schema.length)
    })
    file.int64(
      3,
      groups.reduce((sum, { rows }) => sum + rows, 0),
    )
    file.structs(4, groups, (group, { columns, size, rows }) => {
      group.structs(1, columns, (column, chunk) => writeChunk(column, chunk, schema[columns.indexOf(chunk)] as Column))
      group.int64(2, size)
      group.int64(3, rows)
    })
    file.text(6, createdBy)
    file.structs(7, schema, (order) => order.struct(1, () => {})) // compared as their types are
  })
}

function writeColumn(element: StructFields, { name, type, isOptional }: Column): void {
  element.int32(1, TYPES[type])
  element.int32(3, isOptional ? 1 : 0)
  element.text(4, name)
  if (type === 'text') {
    element.int32(6, UTF8)
    element.struct(10, (logical) => logical.struct(1, () => {}))
  }
  if (type !== 'time') return
  element.int32(6, TIMESTAMP_MILLIS)
  element.struct(10, (logical) => {
    logical.struct(8, (timestamp) => {
      timestamp.truth(1, true) // in UTC
      timestamp.struct(2, (unit) => unit.struct(1, () => {})) // milliseconds
    })
  })
}

function writeChunk(column: StructFields, chunk: ColumnChunk, { name, type }: Column): void {
  column.int64(2, chunk.start)
  column.struct(3, (about) => {
    about.int32(1, TYPES[type])
    about.int32s(
      2,
      chunk.encodings.map((encoding) => ENCODINGS[encoding]),
    )
    about.texts(3, [name])
    about.int32(4, chunk.isCompressed ? GZIP : UNCOMPRESSED)
    about.int64(5, chunk.rows)
    about.int64(6, chunk.rawSize)
    about.int64(7, chunk.size)
    about.int64(9, chunk.dataStart)
    if (chunk.dataStart > chunk.start) about.int64(11, chunk.start) // of the dictionary
  })
}

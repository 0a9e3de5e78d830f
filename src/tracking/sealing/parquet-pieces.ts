import { closeSync, fstatSync } from 'node:fs'
import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import type { PageSet, SeriesIdentity, Span } from '../../format/series.ts'
import { readSpan } from '../../internal/read-span.ts'
import { openRegular } from '../../internal/regular-file.ts'
import { readPageHeader } from '../columns/page-header.ts'
import { COLUMNS } from './parquet-columns.ts'
import type { ColumnName } from './parquet-columns.ts'

/** Consecutive points of one sender of a series, as they lie in a sealed file. */
export interface FoundPiece extends SeriesIdentity {
  readonly sender: string
  readonly pages: PageSet
}

/** What a sealed file holds, by its own words. Throws the system's error, and others where it is not what runlab writes. */
export async function* readPieces(file: string): AsyncGenerator<FoundPiece> {
  const { parquetMetadataAsync } = await import('hyparquet')
  const descriptor = openRegular(file)
  try {
    const buffer = bufferOf(descriptor)
    const metadata = await parquetMetadataAsync(buffer)
    const columns = metadata.schema.slice(1).map(({ name }) => name)
    if (columns.join() !== COLUMNS.join()) throw new Error(`its columns are ${columns.join(', ')}`)
    let row = 0
    for (const group of metadata.row_groups) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, since each is large
      const texts = await readTextColumns(buffer, metadata, [row, row + Number(group.num_rows)])
      yield* piecesOf(group, { file, descriptor, texts, isDouble: metadata.schema[5]?.type === 'DOUBLE' })
      row += Number(group.num_rows)
    }
  } finally {
    closeSync(descriptor)
  }
}

type TextColumns = ReadonlyMap<string, ArrayLike<unknown>>

interface GroupSource {
  readonly file: string
  readonly descriptor: number
  readonly texts: TextColumns
  readonly isDouble: boolean
}

/** A page of steps is a piece; it has a page of times, and one of the two columns of values. */
function* piecesOf(group: RowGroup, { file, descriptor, texts, isDouble }: GroupSource): Generator<FoundPiece> {
  const pagesOf = (name: ColumnName): readonly FoundPage[] => pagesOfColumn(descriptor, group, name)
  const [steps, times] = [pagesOf('step'), pagesOf('time')]
  const isHeld = ({ rows, nulls }: FoundPage): boolean => nulls < rows
  const numbers = pagesOf('value').filter(isHeld).values()
  const others = pagesOf('data').filter(isHeld).values()
  let row = 0
  for (const [i, { rows, span }] of steps.entries()) {
    const text = (column: ColumnName): string => String(texts.get(column)?.[row] ?? '')
    const kind = text('kind')
    const [time, values] = [times[i], (kind === 'number' ? numbers : others).next().value]
    if (time?.rows !== rows || values?.rows !== rows) throw new Error(`the pages of its ${i + 1}. part do not belong together`)
    const pages: PageSet = { rows, stepType: isDouble ? 'double' : 'integer', steps: span, times: time.span, values: values.span }
    yield { name: text('series'), context: contextOf(text('context'), file), kind, sender: text('sender'), pages }
    row += rows
  }
}

function contextOf(text: string, file: string): JsonObject | null {
  if (text === '') return null
  const context = parseJsonText(text, file)
  if (!isJsonObject(context)) throw new Error('the context of a series is no object')
  return context
}

async function readTextColumns(
  file: AsyncBuffer,
  metadata: FileMetaData,
  [rowStart, rowEnd]: readonly [number, number],
): Promise<TextColumns> {
  const { parquetRead } = await import('hyparquet')
  const columns = new Map<string, ArrayLike<unknown>>()
  await parquetRead({
    file,
    metadata,
    columns: ['series', 'context', 'kind', 'sender'],
    rowStart,
    rowEnd,
    onChunk: ({ columnName, columnData }) => void columns.set(columnName, columnData),
  })
  return columns
}

interface FoundPage {
  readonly rows: number
  readonly nulls: number
  readonly span: Span
}

/** Bytes of which a header has fewer. */
const MOST_HEADER = 256

function pagesOfColumn(descriptor: number, { columns }: RowGroup, name: ColumnName): readonly FoundPage[] {
  const chunk = columns[COLUMNS.indexOf(name)]?.meta_data
  if (chunk === undefined) throw new Error(`it has no column ${name}`)
  const { size } = fstatSync(descriptor)
  const end = Number(chunk.data_page_offset) + Number(chunk.total_compressed_size)
  if (end > size) throw new Error(`it ends after ${size} bytes`)
  const pages: FoundPage[] = []
  for (let at = Number(chunk.data_page_offset); at < end;) {
    const { rows, nulls, levels, length, stored } = readPageHeader(readSpan(descriptor, at, Math.min(MOST_HEADER, size - at)))
    pages.push({ rows, nulls, span: [at, length + stored, length + levels] })
    at += length + stored
  }
  return pages
}

function bufferOf(descriptor: number): AsyncBuffer {
  const { size } = fstatSync(descriptor)
  return {
    byteLength: size,
    slice: (start, end = size) => {
      const bytes = readSpan(descriptor, start, Math.max(0, end - start))
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
    },
  }
}

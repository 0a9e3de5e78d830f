import { setImmediate } from 'node:timers/promises'
import { inTurns } from '../../internal/in-turns.ts'
import { contextKey } from '../../format/series.ts'
import type { PageSet, SeriesPart, SeriesRecord } from '../../format/series.ts'
import { PageReader } from '../columns/page-reader.ts'
import { dictionary, dictionaryPage, nullPage } from '../columns/encode-pages.ts'
import type { DictionaryRun, EncodedPages } from '../columns/encode-pages.ts'
import type { Page } from '../columns/page.ts'
import { joinSummaries, mergeSummaries } from '../columns/summary.ts'
import type { CollectedSeries, PagesAt } from './collect-series.ts'
import { joinPages, planPages, rowsOf } from './join-pages.ts'
import type { PageRun } from './join-pages.ts'
import { schemaOf } from './parquet-columns.ts'
import { ParquetFile } from './parquet-file.ts'
import type { ColumnPages } from './parquet-file.ts'

/** Pages that are made before others of the thread have their turn. */
const TURN = 100
/** A row group is ended at so many points, or bytes. */
const GROUP_ROWS = 2 ** 20
const GROUP_BYTES = 64 * 2 ** 20

/** A page of one part of a series, before it is written. */
interface Piece {
  readonly series: CollectedSeries
  readonly sender: string
  readonly run: PageRun
}

export interface SealedFile {
  readonly size: number
  readonly sha256: string
  readonly records: readonly SeriesRecord[]
}

/** Writes all series into one Parquet file, rows grouped by series. Throws the system's error. */
export async function writeSealed(path: string, collected: readonly CollectedSeries[], createdBy: string): Promise<SealedFile> {
  const all = collected.flatMap(({ parts }) => [...parts.values()].flat())
  const stepType = all.some((page) => page.stepType === 'double') ? 'double' : 'integer'
  const file = new ParquetFile(path, schemaOf(stepType))
  const reader = new PageReader({ readsAhead: new Set(all.map((page) => page.file)).size })
  const written = new Map<CollectedSeries, Map<string, PageSet[]>>()
  try {
    for (const pieces of groupPieces(collected, reader)) {
      const pages = await inTurns(pieces, TURN, ({ series, run }) =>
        joinPages(reader, run, { isNumber: series.kind === 'number', stepType }),
      )
      const sets = writeGroup(file, pieces, pages)
      for (const [i, { series, sender }] of pieces.entries()) {
        const parts = written.get(series) ?? new Map<string, PageSet[]>()
        written.set(series, parts)
        const part = parts.get(sender) ?? []
        parts.set(sender, part)
        part.push(found(sets[i]))
      }
      await setImmediate() // other runs of the process must not wait for all of it
    }
    const records = await inTurns(collected, TURN, (series) => recordOf(series, written.get(series)))
    return { ...file.finish(createdBy), records }
  } catch (error) {
    file.close()
    throw error
  } finally {
    reader.close()
  }
}

function* groupPieces(collected: readonly CollectedSeries[], reader: PageReader): Generator<readonly Piece[]> {
  let pieces: Piece[] = []
  let rows = 0
  let bytes = 0
  for (const series of collected) {
    const plainBytes = (page: PagesAt): number => (series.kind === 'number' ? 0 : reader.textBytes(page.file, page))
    for (const [sender, pages] of series.parts) {
      for (const run of planPages(pages, plainBytes)) {
        pieces.push({ series, sender, run })
        rows += rowsOf(run)
        for (const { steps, times, values } of run) bytes += steps[1] + times[1] + values[1]
        if (rows < GROUP_ROWS && bytes < GROUP_BYTES) continue
        yield pieces
        pieces = []
        rows = 0
        bytes = 0
      }
    }
  }
  if (pieces.length > 0) yield pieces
}

const STEP_COLUMN = {
  integer: { encoding: 'DELTA_BINARY_PACKED' },
  double: { encoding: 'BYTE_STREAM_SPLIT', isCompressed: true },
} as const

/** Gives where the pages of each piece are. */
function writeGroup(file: ParquetFile, pieces: readonly Piece[], pages: readonly EncodedPages[]): readonly PageSet[] {
  const named = (text: (piece: Piece) => string): ColumnPages => textColumn(pieces, pages, { text, isOptional: false })
  const isNumber = pieces.map(({ series }) => series.kind === 'number')
  const numbers = optionalColumn(pages, isNumber)
  const others = optionalColumn(
    pages,
    isNumber.map((is) => !is),
  )
  const stepType = pages[0]?.stepType ?? 'integer'
  const spans = file.writeRowGroup(rowsOf(pages), [
    named(({ series }) => series.name),
    textColumn(pieces, pages, {
      text: ({ series: { context } }) => (context === null ? null : contextKey(context)),
      isOptional: true,
    }),
    named(({ series }) => series.kind),
    named(({ sender }) => sender),
    { ...STEP_COLUMN[stepType], pages: pages.map(({ steps }) => steps) },
    { encoding: 'DELTA_BINARY_PACKED', pages: pages.map(({ times }) => times) },
    { encoding: 'PLAIN', pages: numbers.pages },
    { encoding: 'PLAIN', isCompressed: true, pages: others.pages },
  ])
  const [, , , , stepSpans = [], timeSpans = [], numberSpans = [], otherSpans = []] = spans
  return pages.map(({ rows }, i) => ({
    rows,
    stepType,
    steps: found(stepSpans[i]),
    times: found(timeSpans[i]),
    values: found(isNumber[i] === true ? numberSpans[numbers.places[i] as number] : otherSpans[others.places[i] as number]),
  }))
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('runlab: a page was written that nobody planned')
  return value
}

/** A column of few different texts, one page. */
function textColumn(
  pieces: readonly Piece[],
  pages: readonly EncodedPages[],
  { text: textOf, isOptional }: { readonly text: (piece: Piece) => string | null; readonly isOptional: boolean },
): ColumnPages {
  const places = new Map<string, number>()
  const runs: DictionaryRun[] = []
  for (const [i, piece] of pieces.entries()) {
    const text = textOf(piece)
    if (text !== null && !places.has(text)) places.set(text, places.size)
    runs.push([pages[i]?.rows ?? 0, text === null ? null : (places.get(text) as number)])
  }
  const texts = [...places.keys()]
  return {
    encoding: 'RLE_DICTIONARY',
    dictionary: dictionary(texts),
    pages: [dictionaryPage(runs, texts.length, isOptional)],
  }
}

/** A column that holds the values of some pieces, and is empty for the others: theirs are put together. */
function optionalColumn(
  pages: readonly EncodedPages[],
  isHeld: readonly boolean[],
): { readonly pages: readonly Page[]; readonly places: readonly number[] } {
  const column: Page[] = []
  const places: number[] = []
  let missing = 0
  for (const [i, { rows, values }] of pages.entries()) {
    if (isHeld[i] !== true) {
      missing += rows
      places.push(-1)
      continue
    }
    if (missing > 0) column.push(nullPage(missing))
    missing = 0
    places.push(column.push(values) - 1)
  }
  if (missing > 0) column.push(nullPage(missing))
  return { pages: column, places }
}

function recordOf(series: CollectedSeries, written: ReadonlyMap<string, readonly PageSet[]> | undefined): SeriesRecord {
  const { name, context, kind, parts } = series
  const summaries = Array.from(parts.values(), (pages) => joinSummaries(pages.map(({ summary }) => summary)))
  const sealed: SeriesPart[] = Array.from(written ?? [], ([sender, pages]) => ({ sender, pages }))
  return { name, context, kind, ...mergeSummaries(summaries), parts: sealed }
}

import type { PageSet, PointsSummary, SeriesSummary } from '../../format/series.ts'
import type { RecordColumns } from '../columns/record-lines.ts'
import type { PointColumns } from '../columns/summary.ts'

/** Consecutive points of one sender: in pages of a file, or in memory, where the journal was read. */
export type Block =
  | { readonly type: 'pages'; readonly rows: number; readonly file: string; readonly pages: PageSet }
  | { readonly type: 'points'; readonly rows: number; readonly columns: PointColumns }
  | { readonly type: 'records'; readonly rows: number; readonly columns: RecordColumns }

/** What one sender has tracked of a series, in its order. */
export interface SourcePart {
  readonly sender: string
  readonly blocks: readonly Block[]
}

/** A series, and where its points are. */
export interface SourceSeries extends SeriesSummary {
  readonly parts: readonly SourcePart[]
}

export interface SummarisedBlock {
  readonly block: Block
  readonly summary: PointsSummary
}

export function countOf({ blocks }: SourcePart): number {
  return blocks.reduce((sum, { rows }) => sum + rows, 0)
}

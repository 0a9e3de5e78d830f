import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { seriesKey } from '../../format/series.ts'
import type { SeriesDefinition } from '../../format/series.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { groupPoints } from '../columns/group-points.ts'
import { readPageList } from '../columns/page-file.ts'
import { readRecordLines } from '../columns/record-lines.ts'
import { joinSummaries, mergeSummaries, summariseNumbers, summariseOrder } from '../columns/summary.ts'
import { readDefinitions } from '../journal/read-definitions.ts'
import { readFrames } from '../journal/point-frames.ts'
import { listLiveJournal, seriesFiles } from '../journal/segment-names.ts'
import type { JournalFiles, SegmentName } from '../journal/segment-names.ts'
import type { SourceSeries, SummarisedBlock } from './blocks.ts'
import { readRegularFrom } from '../../internal/regular-file.ts'

/** What is known of a segment. */
interface Segment {
  readonly isCompacted: boolean
  /** Bytes that were read. */
  read: number
  /** Bytes behind them that are no point. */
  torn: number
  readonly blocks: Map<number, SummarisedBlock[]>
}

export interface JournalScan {
  readonly series: readonly SourceSeries[]
  /** Bytes that no point could be read from: cut off by a kill, or being written. */
  readonly torn: number
}

/**
 * Reads the journal of a run that goes on, or was killed. What was read once is kept: the next scan reads what is new.
 * Takes no lock; throws ENOENT where the journal changes meanwhile, and is to be called again.
 */
export class JournalScanner {
  readonly #folder: string
  readonly #segments = new Map<string, Segment>()

  constructor(run: string) {
    this.#folder = join(run, FILES.tracking)
  }

  /** Null where there is no journal. */
  scan(): JournalScan | null {
    const files = listLiveJournal(this.#folder)
    if (files === null) return null
    const found = new Map<string, { readonly identity: SeriesDefinition; readonly parts: Map<string, SummarisedBlock[]> }>()
    let torn = 0
    for (const label of files.labels) {
      const segments = files.segments.filter((segment) => segment.label === label).map((segment) => this.#read(segment))
      torn += segments.reduce((sum, segment) => sum + segment.torn, 0)
      for (const [id, definition] of readDefinitions(this.#folder, seriesFiles(files, label))) {
        const key = seriesKey(definition)
        const series = found.get(key) ?? { identity: definition, parts: new Map<string, SummarisedBlock[]>() }
        found.set(key, series)
        const blocks = segments.flatMap((segment) => segment.blocks.get(id) ?? [])
        if (blocks.length > 0) series.parts.set(definition.sender, [...(series.parts.get(definition.sender) ?? []), ...blocks])
      }
    }
    this.#forget(files)
    return { series: Array.from(found.values(), sourceOf), torn }
  }

  #read(name: SegmentName): Segment {
    const before = this.#segments.get(name.name)
    if (before !== undefined && before.isCompacted === name.isCompacted) {
      if (!name.isCompacted) readMore(join(this.#folder, name.name), name, before)
      return before
    }
    const segment: Segment = { isCompacted: name.isCompacted, read: 0, torn: 0, blocks: new Map() }
    if (name.isCompacted) readPages(join(this.#folder, `${name.name}.pages`), segment)
    else readMore(join(this.#folder, name.name), name, segment)
    this.#segments.set(name.name, segment)
    return segment
  }

  #forget({ segments }: JournalFiles): void {
    const names = new Set(segments.map(({ name }) => name))
    for (const name of this.#segments.keys()) if (!names.has(name)) this.#segments.delete(name)
  }
}

function readPages(file: string, segment: Segment): void {
  for (const { id, summary, ...pages } of readPageList(file) ?? []) {
    addBlock(segment, id, { block: { type: 'pages', rows: pages.rows, file, pages }, summary })
  }
}

/** Reads what was appended since. */
function readMore(file: string, { type }: SegmentName, segment: Segment): void {
  const bytes = readRegularFrom(file, segment.read)
  if (type === 'points') {
    const { points, read, torn } = readFrames(bytes)
    segment.read += read
    segment.torn = torn
    for (const [id, columns] of groupPoints([points])) {
      const rows = columns.steps.length
      addBlock(segment, id, { block: { type: 'points', rows, columns }, summary: summariseNumbers(columns) })
    }
    return
  }
  const { groups, read, torn } = readRecordLines(bytes)
  segment.read += read
  segment.torn = torn
  for (const [id, columns] of groups) {
    const summary = summariseOrder(Float64Array.from(columns.steps), Float64Array.from(columns.times))
    addBlock(segment, id, { block: { type: 'records', rows: columns.steps.length, columns }, summary })
  }
}

function addBlock(segment: Segment, id: number, block: SummarisedBlock): void {
  const blocks = segment.blocks.get(id)
  if (blocks === undefined) segment.blocks.set(id, [block])
  else blocks.push(block)
}

function sourceOf({
  identity: { name, context, kind },
  parts,
}: {
  readonly identity: SeriesDefinition
  readonly parts: ReadonlyMap<string, readonly SummarisedBlock[]>
}): SourceSeries {
  const summary = mergeSummaries(Array.from(parts.values(), (blocks) => joinSummaries(blocks.map((block) => block.summary))))
  return {
    name,
    context,
    kind,
    ...summary,
    parts: Array.from(parts, ([sender, blocks]) => ({ sender, blocks: blocks.map(({ block }) => block) })),
  }
}

/** Whether reading is to be tried again: a file was there and is gone, or shorter. What Node says of a wrong argument has a code. */
export function isChange(error: unknown): boolean {
  return systemErrorCode(error) === 'ENOENT' || (error instanceof RangeError && !('code' in error))
}

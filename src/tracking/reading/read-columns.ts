import { PageReader } from '../columns/page-reader.ts'
import type { Block, SourcePart } from './blocks.ts'

/** A column of a series. */
export type ColumnName = 'steps' | 'times' | 'values'

/** Points of one sender from one index until before another. */
export interface PartRange {
  readonly part: SourcePart
  readonly from: number
  readonly until: number
}

/** One column of doubles, sender after sender. Throws the system's error. */
export function readDoubles(ranges: readonly PartRange[], column: ColumnName): Float64Array {
  const whole = new Float64Array(ranges.reduce((sum, { from, until }) => sum + until - from, 0))
  let at = 0
  const reader = new PageReader()
  try {
    for (const { block, start, end } of blocksOf(ranges)) {
      const target = whole.subarray(at, at + end - start)
      if (block.type === 'pages' && target.length === block.rows) readPage(reader, block, column, target)
      else if (block.type === 'pages') {
        const full = new Float64Array(block.rows)
        readPage(reader, block, column, full)
        target.set(full.subarray(start, end))
      } else if (block.type === 'points') target.set(block.columns[column].subarray(start, end))
      else if (column !== 'values') target.set(block.columns[column].slice(start, end))
      at += target.length
    }
    return whole
  } finally {
    reader.close()
  }
}

/** The texts that stand for values that are no numbers, sender after sender. Throws the system's error. */
export function readTexts(ranges: readonly PartRange[]): readonly string[] {
  const texts: string[] = []
  const reader = new PageReader()
  try {
    for (const { block, start, end } of blocksOf(ranges)) {
      if (block.type === 'points') continue
      const all = block.type === 'records' ? block.columns.texts : reader.texts(block.file, block.pages)
      for (const text of all.slice(start, end)) texts.push(text)
    }
    return texts
  } finally {
    reader.close()
  }
}

interface BlockRange {
  readonly block: Block
  readonly start: number
  readonly end: number
}

/** The blocks that reach into the ranges, and which of their points do. */
function* blocksOf(ranges: readonly PartRange[]): Generator<BlockRange> {
  for (const { part, from, until } of ranges) {
    let before = 0
    for (const block of part.blocks) {
      const start = Math.max(0, from - before)
      const end = Math.min(block.rows, until - before)
      if (start < end) yield { block, start, end }
      before += block.rows
    }
  }
}

function readPage(
  reader: PageReader,
  { file, pages }: Block & { type: 'pages' },
  column: ColumnName,
  target: Float64Array<ArrayBuffer>,
): void {
  if (column === 'steps') reader.steps(file, pages, target)
  else if (column === 'times') reader.times(file, pages, target)
  else reader.numbers(file, pages, target)
}

import { SEGMENT_POINTS } from './point-segments.ts'
import type { SegmentName, SegmentsAt } from './segment-names.ts'

/** Points that a page of a series is to have on average: such pages are sealed as they are, smaller ones are put together then. */
const PAGE_POINTS = 2 ** 11
/** 64 MB. */
const MOST_TOGETHER = 8
/** Segments of the lots that are merged: thirty million points. */
export const MERGED = 128

/** Segments of points that are compacted together, of a journal with so many series: a power of two. */
export function segmentsTogether(series: number): number {
  const wanted = Math.ceil((series * PAGE_POINTS) / SEGMENT_POINTS)
  return Math.min(MOST_TOGETHER, 2 ** Math.ceil(Math.log2(Math.max(1, wanted))))
}

/**
 * Whether a lot is complete with this segment. Lots end with multiples of their size: of two that different processes make,
 * one is part of the other, or they have nothing in common.
 */
export function endsLot(number: number, together: number): boolean {
  return number % together === 0
}

/** Whether lots of a journal with so many series are merged: their pages are small although they are as large as they can be. */
export function isMerged(series: number): boolean {
  return (series * PAGE_POINTS) / SEGMENT_POINTS > MOST_TOGETHER
}

/** The lots of what is not compacted yet, of a list in order. `seriesOf` says how many series a process has. */
export function lotsOf(
  segments: readonly SegmentName[],
  seriesOf: (label: string) => number,
): readonly Pick<SegmentsAt, 'names' | 'type'>[] {
  const lots: { readonly names: string[]; readonly type: SegmentName['type'] }[] = []
  let before: SegmentName | undefined
  for (const segment of segments) {
    const { name, label, type, number, isCompacted } = segment
    if (isCompacted || type !== 'points') continue
    const isNext = before?.label === label && before.number === number - 1
    if (isNext && !endsLot(number - 1, segmentsTogether(seriesOf(label)))) lots.at(-1)?.names.push(name)
    else lots.push({ names: [name], type })
    before = segment
  }
  const others = segments.filter(({ type, isCompacted }) => type !== 'points' && !isCompacted)
  return [...lots, ...others.map(({ name, type }) => ({ names: [name], type }))]
}

import { readdirSync } from 'node:fs'
import { systemErrorCode } from '../../internal/system-error-code.ts'

// The journal of what is tracked, in `.runlab/tracking/`. LABEL names the process: `main`, or `process-PID`.
//   LABEL.series.jsonl            what the numbers of series stand for; LABEL.2.series.jsonl where that was there already
//   LABEL-000001.points           numbers, as frames
//   LABEL-000001.jsonl            points of other kinds, one a line
//   ….points.pages, ….jsonl.pages the same, compacted; it replaces the segment
//   LABEL-000001..000008.points.pages
//                                 consecutive segments, compacted together; it replaces all of them, also where they are pages
//   closed                        nothing is to be added any more: the run has ended

const PAGES = '.pages'

/** Says that the run has ended. */
export const CLOSED = 'closed'

export interface SegmentName {
  /** `main-000001.points`. */
  readonly name: string
  readonly label: string
  readonly number: number
  /** The last segment of those that were compacted together; `number` otherwise. */
  readonly last: number
  readonly type: 'points' | 'jsonl'
  readonly isCompacted: boolean
}

/** Consecutive segments of a journal. */
export interface SegmentsAt extends Pick<SegmentName, 'type'> {
  /** Absolute path of the journal's folder. */
  readonly folder: string
  readonly names: readonly string[]
}

export function segmentName(label: string, number: number, type: SegmentName['type']): string {
  return `${label}-${digits(number)}.${type}`
}

/** The name without `.pages` of what replaces consecutive segments. Throws RangeError where they are not. */
export function nameTogether(names: readonly string[]): string {
  const places = names.map(placeOf)
  const [first, last] = [places.at(0), places.at(-1)]
  const isGap = places.some(({ number }, i) => i > 0 && number !== (places[i - 1]?.last ?? 0) + 1)
  if (first === undefined || last === undefined || isGap) throw new RangeError(`runlab: ${names.join()} have a gap`)
  return names.length === 1 ? first.name : `${first.label}-${digits(first.number)}..${digits(last.last)}.${first.type}`
}

/** The number of the last one of segments, by their name. Throws RangeError where that is the name of none. */
export function lastNumberOf(name: string): number {
  return placeOf(name).last
}

function placeOf(name: string): Omit<SegmentName, 'isCompacted'> {
  const parts = partsOf(name)
  if (parts === null) throw new RangeError(`runlab: “${name}” is no segment`)
  return parts
}

const digits = (number: number): string => String(number).padStart(6, '0')

/** Null for what is the name of no segment. */
function partsOf(name: string): Omit<SegmentName, 'isCompacted'> | null {
  const [base, label, first, last = first, type] = /^(.+)-(\d{6,})(?:\.\.(\d{6,}))?\.(points|jsonl)$/.exec(name) ?? []
  if (base === undefined || label === undefined || (type !== 'points' && type !== 'jsonl')) return null
  return { name: base, label, number: Number(first), last: Number(last), type }
}

export const seriesFile = (label: string): string => `${label}.series.jsonl`

/** The files that say what the numbers of a process's series stand for. */
export function seriesFiles({ names }: JournalFiles, label: string): readonly string[] {
  return names.filter((name) => name.startsWith(`${label}.`) && /^(\.\d+)?\.series\.jsonl$/.test(name.slice(label.length)))
}

export interface JournalFiles {
  readonly labels: readonly string[]
  /** All names in the folder. */
  readonly names: readonly string[]
  /** In order; of one that was compacted and is still there, the compacted one only. */
  readonly segments: readonly SegmentName[]
}

/** The files of a journal; null where there is none. Throws the system's error. */
export function listJournal(folder: string): JournalFiles | null {
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return null
    throw error
  }
  const labels = new Set(names.flatMap((name) => /^(.+?)(?:\.\d+)?\.series\.jsonl$/.exec(name)?.[1] ?? []))
  return { labels: [...labels].toSorted(byLabel), segments: segmentsOf(names), names }
}

/** Listings of a folder that agree come soon: names change when a segment is full. */
const MOST_LISTINGS = 20

/**
 * The files of a journal that may be written meanwhile. The system does not list a folder at one instant: a segment that is
 * compacted then may be missing, and its pages, too. What two listings agree on was there.
 */
export function listLiveJournal(folder: string): JournalFiles | null {
  let files = listJournal(folder)
  for (let listings = 1; files !== null && listings < MOST_LISTINGS; listings++) {
    const again = listJournal(folder)
    if (again === null || again.names.join('/') === files.names.join('/')) return again
    files = again
  }
  return files
}

function segmentsOf(names: readonly string[]): readonly SegmentName[] {
  const found = names.flatMap((name): readonly SegmentName[] => {
    const isCompacted = name.endsWith(PAGES)
    const parts = partsOf(isCompacted ? name.slice(0, -PAGES.length) : name)
    return parts === null ? [] : [{ ...parts, isCompacted }]
  })
  const taken = new Map<string, number>()
  // What holds most comes first among those that begin with the same segment: what it replaces comes behind it.
  return found.toSorted(inOrder).filter(({ label, type, last }) => {
    const journal = `${label}.${type}`
    if (last <= (taken.get(journal) ?? 0)) return false
    taken.set(journal, last)
    return true
  })
}

function inOrder(a: SegmentName, b: SegmentName): number {
  return byLabel(a.label, b.label) || a.number - b.number || b.last - a.last || Number(b.isCompacted) - Number(a.isCompacted)
}

/** The run's own process first. */
function byLabel(a: string, b: string): number {
  if (a === b) return 0
  return a === 'main' || (b !== 'main' && a < b) ? -1 : 1
}

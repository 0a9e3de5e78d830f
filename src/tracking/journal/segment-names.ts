import { readdirSync } from 'node:fs'
import { systemErrorCode } from '../../internal/system-error-code.ts'

// The journal of what is tracked, in `.runlab/tracking/`. LABEL names the process: `main`, or `process-PID`.
//   LABEL.series.jsonl            what the numbers of series stand for; LABEL.2.series.jsonl where that was there already
//   LABEL-000001.points           numbers, as frames
//   LABEL-000001.jsonl            points of other kinds, one a line
//   ….points.pages, ….jsonl.pages the same, compacted; it replaces the segment
//   closed                        nothing is to be added any more: the run has ended

/** Says that the run has ended. */
export const CLOSED = 'closed'

export interface SegmentName {
  /** `main-000001.points`. */
  readonly name: string
  readonly label: string
  readonly number: number
  readonly type: 'points' | 'jsonl'
  readonly isCompacted: boolean
}

/** A segment of a journal. */
export interface SegmentPlace extends Pick<SegmentName, 'name' | 'type'> {
  /** Absolute path of the journal's folder. */
  readonly folder: string
}

export function segmentName(label: string, number: number, type: SegmentName['type']): string {
  return `${label}-${String(number).padStart(6, '0')}.${type}`
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
  const segments = new Map<string, SegmentName>()
  for (const name of names.toSorted()) {
    const [, base, label, number, type, pages] = /^((.+)-(\d{6,})\.(points|jsonl))(\.pages)?$/.exec(name) ?? []
    if (base === undefined || label === undefined || (type !== 'points' && type !== 'jsonl')) continue
    segments.set(base, { name: base, label, number: Number(number), type, isCompacted: pages !== undefined })
  }
  const order = [...segments.values()].toSorted((a, b) => byLabel(a.label, b.label) || a.number - b.number)
  return { labels: [...labels].toSorted(byLabel), segments: order, names }
}

/** The run's own process first. */
function byLabel(a: string, b: string): number {
  if (a === b) return 0
  return a === 'main' || (b !== 'main' && a < b) ? -1 : 1
}

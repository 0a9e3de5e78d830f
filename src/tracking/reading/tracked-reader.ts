import { join } from 'node:path'
import type { Following, FollowFrom, FollowOptions, Series, SeriesOptions } from '../../api/tracking.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { seriesKey, summaryOf } from '../../format/series.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { nearest } from '../../internal/nearest.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import type { KindRegistry } from '../kinds/registry.ts'
import { chooseSeries } from './choose-series.ts'
import { countOf } from './blocks.ts'
import type { SourceSeries } from './blocks.ts'
import { JournalScanner, isChange } from './journal-scan.ts'
import { inOrder, mergeOrder } from './merge-order.ts'
import { readDoubles } from './read-columns.ts'
import { isListMissing } from './sealed-file.ts'
import { readSealedList } from './sealed-list.ts'
import { StoredSeries } from './stored-series.ts'

/** How often reading starts anew because the run goes on writing meanwhile. */
const MOST_TRIES = 50

interface TrackedReaderOptions {
  readonly expected?: number
  readonly list?: readonly SourceSeries[] | null
}

/**
 * Reads what a run has tracked, whether it goes on, was killed, or is sealed. Opens no series that is not asked for; takes no
 * lock. Methods throw ARCHIVE_FORMAT.
 */
export class TrackedReader {
  readonly #folder: string
  readonly #kinds: KindRegistry
  readonly #scanner: JournalScanner
  readonly #expected: number
  #sealed: readonly SourceSeries[] | null = null

  /**
   * `expected` is how many series a run that has ended says it has: then there is something, or it is damaged. `list`: all
   * series, where they are known and none is read from the folder.
   */
  constructor(folder: string, kinds: KindRegistry, { expected = 0, list = null }: TrackedReaderOptions = {}) {
    this.#sealed = list
    this.#folder = folder
    this.#expected = expected
    this.#kinds = kinds
    this.#scanner = new JournalScanner(folder)
  }

  /** All series, in the order in which they were begun. */
  summaries(): readonly SeriesSummary[] {
    return this.#list().map(summaryOf)
  }

  /** Throws SERIES_NOT_FOUND, SERIES_AMBIGUOUS. */
  series(name: string, options: SeriesOptions = {}): Series {
    return this.#open(this.#find(name, options))
  }

  /** Throws SERIES_FROM too. */
  follow(name: string, { from = 0, ...options }: FollowOptions = {}): Following {
    const source = this.#find(name, options)
    return this.#open(source, startOf(source, from))
  }

  #open(source: SourceSeries, from?: ReadonlyMap<string, number>): StoredSeries {
    const key = seriesKey(source)
    const read = <T>(action: (found: SourceSeries) => T): T => {
      let found = source
      for (let tries = 1; ; tries++) {
        try {
          return action(found)
        } catch (error) {
          if (!isChange(error) || tries > MOST_TRIES)
            throw asUnreadable(error, `The series ${JSON.stringify(source.name)}`, this.#folder)
          found = this.#list().find((candidate) => seriesKey(candidate) === key) ?? found
        }
      }
    }
    return new StoredSeries(source, { folder: this.#folder, kinds: this.#kinds, read }, from)
  }

  #find(name: string, options: SeriesOptions): SourceSeries {
    const list = this.#list()
    const named = list.filter((series) => series.name === name)
    if (named.length > 0) return chooseSeries(name, named, options)
    const names = new Set(list.map((series) => series.name))
    throw runlabError('SERIES_NOT_FOUND', { series: String(name), suggestion: nearest(String(name), names) })
  }

  #list(): readonly SourceSeries[] {
    for (let tries = 1; ; tries++) {
      this.#sealed ??= readSealedList(this.#folder)
      if (this.#sealed !== null) return this.#sealed
      try {
        const scan = this.#scanner.scan()
        // It may have been sealed meanwhile; what was found then is what is left of a journal that is being removed.
        this.#sealed = readSealedList(this.#folder)
        if (this.#sealed === null && scan === null) this.#refuseMissing()
        return this.#sealed ?? scan?.series ?? []
      } catch (error) {
        if (!isChange(error) || tries > MOST_TRIES) throw asUnreadable(error, 'What was tracked', this.#folder)
      }
    }
  }

  /** A run without a list and without a journal has tracked nothing, or they were lost. */
  #refuseMissing(): void {
    const file = join(this.#folder, FILES.series)
    const rebuilt = `it is missing; runlab recover makes it anew from ${FILES.points}`
    if (isListMissing(this.#folder)) throw runlabError('ARCHIVE_FORMAT', { file, reason: rebuilt })
    if (this.#expected === 0) return
    const gone = `it is missing, and so is ${FILES.points}; the run has tracked ${this.#expected} series`
    throw runlabError('ARCHIVE_FORMAT', { file, reason: gone })
  }
}

/** How many points of each sender come before. Throws SERIES_FROM. */
function startOf(source: SourceSeries, from: FollowFrom): ReadonlyMap<string, number> {
  const wrong = (got: unknown): Error =>
    runlabError('SERIES_FROM', { series: source.name, got: JSON.stringify(got) ?? String(got) })
  if (typeof from === 'object' && from !== null) {
    for (const count of Object.values(from)) if (!Number.isSafeInteger(count) || count < 0) throw wrong(from)
    return new Map(source.parts.map((part) => [part.sender, Math.min(from[part.sender] ?? 0, countOf(part))]))
  }
  if (!Number.isSafeInteger(from) || from < 0) throw wrong(from)
  const [only, ...others] = source.parts
  if (only === undefined) return new Map()
  if (others.length === 0) return new Map([[only.sender, Math.min(from, countOf(only))]])
  return countFirst(source, from)
}

/** How many of the first points, by time, are whose. */
function countFirst({ parts }: SourceSeries, count: number): ReadonlyMap<string, number> {
  const counts = parts.map(countOf)
  const times = readDoubles(
    parts.map((part) => ({ part, from: 0, until: countOf(part) })),
    'times',
  )
  const senders = Float64Array.from(parts.flatMap((part, i) => new Array<number>(countOf(part)).fill(i)))
  const first = inOrder(senders, mergeOrder(times, counts)).subarray(0, count)
  return new Map(parts.map(({ sender }, i) => [sender, first.filter((who) => who === i).length]))
}

/** What the system, or a decoder, says of pages that are damaged or gone. */
function asUnreadable(error: unknown, what: string, folder: string): unknown {
  if (error instanceof RunlabError || !(error instanceof Error)) return error
  const file = `${what} in ${folder}`
  return runlabError(
    'ARCHIVE_FORMAT',
    { file, reason: `its points cannot be read: ${systemErrorReason(error) ?? error.message}` },
    error,
  )
}

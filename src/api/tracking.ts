import type { JsonObject } from '../format/json-value.ts'
import type { SeriesSummary } from '../format/series.ts'

/** How a value is tracked. */
export interface TrackOptions {
  /** Any finite number, kept as given: out of order, repeated, negative, fractional. The series' own count when left out. */
  readonly step?: number | undefined
  /** Tells series of one name apart, e.g. `{ split: 'val' }`: plain values by name. */
  readonly context?: Readonly<Record<string, unknown>> | undefined
}

/** Tracks values over time. */
export interface Track {
  /**
   * Adds a point to a series; the name may contain `/`. Costs well under a microsecond for a number. A series keeps the
   * kind of its first value. What cannot be tracked is a warning, counted in the record; in strict mode (`--debug`) it throws
   * TRACK_VALUE, TRACK_KIND, TRACK_NAME, TRACK_OPTION.
   *
   * ```ts
   * e.track('loss/train', 0.25)
   * e.track('loss', loss, { step: epoch, context: { split: 'val' } })
   * e.track('samples', image('out.png'))
   * ```
   */
  (name: string, value: unknown, options?: TrackOptions): void
  /** Adds a point to several series, all with the same step: `e.track({ loss, accuracy }, { step })`. */
  (values: Readonly<Record<string, unknown>>, options?: TrackOptions): void
}

/** A point of a series. */
export interface SeriesPoint<V = unknown> {
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly value: V
}

/**
 * The points of a series as they are now, in the order in which they were tracked; where several threads or processes
 * tracked it, by time. Columns are read when first asked for, and then kept.
 */
export interface Series<V = unknown> extends Iterable<SeriesPoint<V>> {
  readonly name: string
  readonly context: JsonObject | null
  /** `number`, `text`, `image`, … */
  readonly kind: string
  readonly length: number
  readonly summary: SeriesSummary
  readonly steps: Float64Array
  /** Milliseconds since the epoch. */
  readonly times: Float64Array
  /** Of a series of numbers. Throws SERIES_KIND for others: iterate over those. */
  readonly values: Float64Array
}

/** What was tracked since. */
export interface Following<V = unknown> extends Iterable<SeriesPoint<V>> {
  readonly length: number
  readonly steps: Float64Array
  /** Milliseconds since the epoch. */
  readonly times: Float64Array
  /** Of a series of numbers. Throws SERIES_KIND for others. */
  readonly values: Float64Array
  /** Where to go on: give it as `from`. */
  readonly next: FollowFrom
}

/** Points that are known already: how many or, where several threads or processes track the series, how many of each. */
export type FollowFrom = number | Readonly<Record<string, number>>

export interface SeriesOptions {
  /** Of a name that has several. `null` for the one without. */
  readonly context?: Readonly<Record<string, unknown>> | null | undefined
  /** Of a name that several threads or processes track as different kinds: `number`, `text`, … */
  readonly kind?: string | undefined
}

export interface FollowOptions extends SeriesOptions {
  readonly from?: FollowFrom | undefined
}

/** What tracks for a run in another thread or process: send it there, and give it to `openTracker`. Plain JSON. */
export interface TrackerHandle {
  readonly runlab: 'tracker'
  readonly run: string
  readonly channel: string
  readonly pid: number
  readonly host: string
}

/** Tracks for a run from a worker thread or another process. */
export interface RemoteTracker {
  readonly track: Track
  /** Waits until all is in files. False where the disk refuses it. */
  settle(): boolean
  /** The same, and lets go; by itself when the thread or process ends. */
  close(): Promise<boolean>
}

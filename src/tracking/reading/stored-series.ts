import type { Following, FollowFrom, Series, SeriesPoint } from '../../api/tracking.ts'
import { runlabError } from '../../errors.ts'
import type { JsonObject } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { summaryOf } from '../../format/series.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { once } from '../../internal/once.ts'
import { Misfit } from '../kinds/kind.ts'
import type { KindRegistry } from '../kinds/registry.ts'
import { countOf } from './blocks.ts'
import type { SourceSeries } from './blocks.ts'
import { inOrder, mergeOrder } from './merge-order.ts'
import { readDoubles, readTexts } from './read-columns.ts'
import type { PartRange } from './read-columns.ts'

export interface StoredSeriesOptions {
  /** Absolute path of the run's folder. */
  readonly folder: string
  readonly kinds: KindRegistry
  /** Reads, and again where the run has sealed its journal since the series was found. */
  readonly read: <T>(action: (source: SourceSeries) => T) => T
}

/** Consecutive points; values that are no numbers are the texts that stand for them. */
interface Piece {
  readonly steps: Float64Array
  readonly times: Float64Array
  readonly values: ArrayLike<unknown>
}

/** Points of a series as the archive holds them. */
export class StoredSeries implements Series, Following {
  readonly summary: SeriesSummary
  readonly length: number
  readonly #options: StoredSeriesOptions
  /** Points before the first one, by sender. */
  readonly #from: ReadonlyMap<string, number>
  /** Points there are, by sender. */
  readonly #until: ReadonlyMap<string, number>
  readonly #order: () => Uint32Array | null
  readonly #steps: () => Float64Array
  readonly #times: () => Float64Array
  readonly #values: () => Float64Array

  constructor(source: SourceSeries, options: StoredSeriesOptions, from: ReadonlyMap<string, number> = new Map()) {
    const { parts } = source
    this.summary = summaryOf(source)
    this.#options = options
    this.#from = from
    this.#until = new Map(parts.map((part) => [part.sender, countOf(part)]))
    this.length = parts.reduce((sum, part) => sum + countOf(part) - this.#fromOf(part.sender), 0)
    const rawTimes = once(() => this.#column('times'))
    this.#order = once(() =>
      mergeOrder(
        rawTimes(),
        parts.map((part) => countOf(part) - this.#fromOf(part.sender)),
      ),
    )
    this.#times = once(() => inOrder(rawTimes(), this.#order()))
    this.#steps = once(() => inOrder(this.#column('steps'), this.#orderIfMany()))
    this.#values = once(() => inOrder(this.#column('values'), this.#orderIfMany()))
  }

  get name(): string {
    return this.summary.name
  }

  get context(): JsonObject | null {
    return this.summary.context
  }

  get kind(): string {
    return this.summary.kind
  }

  get steps(): Float64Array {
    return this.#steps()
  }

  get times(): Float64Array {
    return this.#times()
  }

  get values(): Float64Array {
    if (this.kind !== 'number') throw runlabError('SERIES_KIND', { series: this.name, kind: this.kind, asked: 'numbers' })
    return this.#values()
  }

  get next(): FollowFrom {
    return Object.fromEntries(this.#until)
  }

  *[Symbol.iterator](): Generator<SeriesPoint> {
    const read = this.kind === 'number' ? (value: unknown) => value : (text: unknown) => this.#decode(String(text))
    for (const { steps, times, values } of this.#until.size === 1 ? this.#pieces() : [this.#whole()]) {
      for (let i = 0; i < times.length; i++) {
        yield { step: steps[i] as number, time: times[i] as number, value: read(values[i]) }
      }
    }
  }

  #whole(): Piece {
    return { steps: this.steps, times: this.times, values: this.kind === 'number' ? this.values : this.#texts() }
  }

  /** What the only sender has tracked, a block after the other: only one of them takes memory. */
  *#pieces(): Generator<Piece> {
    for (const [sender, until] of this.#until) {
      let from = this.#fromOf(sender)
      while (from < until) {
        const piece = this.#options.read((source) => this.#pieceOf(source, { sender, from, until }))
        if (piece.times.length === 0) return
        yield piece
        from += piece.times.length
      }
    }
  }

  /** From a point to the end of its block, wherever blocks end by now. */
  #pieceOf({ parts }: SourceSeries, { sender, from, until }: { readonly sender: string; from: number; until: number }): Piece {
    const part = parts.find((candidate) => candidate.sender === sender)
    let end = 0
    for (const { rows } of part?.blocks ?? []) if (end <= from) end += rows
    const ranges = part === undefined ? [] : [{ part, from, until: Math.min(until, end) }]
    return {
      steps: readDoubles(ranges, 'steps'),
      times: readDoubles(ranges, 'times'),
      values: this.kind === 'number' ? readDoubles(ranges, 'values') : readTexts(ranges),
    }
  }

  #orderIfMany(): Uint32Array | null {
    return this.#until.size < 2 ? null : this.#order()
  }

  #column(column: 'steps' | 'times' | 'values'): Float64Array {
    return this.#options.read((source) => readDoubles(this.#rangesOf(source), column))
  }

  #texts(): readonly string[] {
    return inOrder(
      this.#options.read((source) => readTexts(this.#rangesOf(source))),
      this.#orderIfMany(),
    )
  }

  /** What was there when the series was found: a run that goes on has more since. */
  #rangesOf({ parts }: SourceSeries): readonly PartRange[] {
    return Array.from(this.#until).flatMap(([sender, until]) => {
      const part = parts.find((candidate) => candidate.sender === sender)
      return part === undefined ? [] : [{ part, from: this.#fromOf(sender), until }]
    })
  }

  #fromOf(sender: string): number {
    return this.#from.get(sender) ?? 0
  }

  /** A kind that is not known is given as its data. */
  #decode(text: string): unknown {
    const { kinds, folder } = this.#options
    const file = `The series ${JSON.stringify(this.name)} in ${folder}`
    const data = this.kind === 'text' ? text : parseJsonText(text, file)
    const kind = kinds.get(this.kind)
    if (kind === null) return data
    try {
      return kind.read(data, { folder })
    } catch (error) {
      if (!(error instanceof Misfit)) throw error
      throw runlabError('ARCHIVE_FORMAT', { file, reason: error.message }, error)
    }
  }
}

import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../../../src/format/json-value.ts'
import { contextKey } from '../../../../src/format/series.ts'
import type { SeriesDefinition } from '../../../../src/format/series.ts'
import { recordLine, recordText } from '../../../../src/tracking/columns/record-lines.ts'
import { frameOf } from '../../../../src/tracking/journal/point-frames.ts'
import { segmentName, seriesFile } from '../../../../src/tracking/journal/segment-names.ts'
import type { SegmentName } from '../../../../src/tracking/journal/segment-names.ts'
import type { Row } from './rows.ts'

export interface SampleSeries extends Omit<SeriesDefinition, 'id'> {
  readonly label: string
  readonly id: number
}

/** Step, time, and a number or what stands for another value. */
export type SamplePoint = readonly [step: number, time: number, value: unknown]

interface Label {
  series: number
  readonly segments: Record<SegmentName['type'], number>
}

/** Writes journals as threads and kills leave them, and knows what is in them. */
export class JournalBuilder {
  readonly run: string
  readonly folder: string
  readonly #labels = new Map<string, Label>()
  readonly #rows = new Map<string, Map<string, Row[]>>()

  constructor(run: string) {
    this.run = run
    this.folder = join(run, '.runlab/tracking')
    mkdirSync(this.folder, { recursive: true })
  }

  /** Of each series and sender in the order in which they were defined. Labels are to be begun in their order. */
  get rows(): readonly Row[] {
    return [...this.#rows.values()].flatMap((parts) => [...parts.values()].flat())
  }

  define(name: string, options: Partial<Omit<SampleSeries, 'name' | 'id'>> = {}): SampleSeries {
    const { context = null, kind = 'number', label = 'main', sender = label } = options
    const series = { id: this.#label(label).series++, name, context, kind, sender, label }
    const { label: _, ...definition } = series
    this.append(seriesFile(label), `${JSON.stringify(definition)}\n`)
    const parts = this.#rows.get(keyOf(series)) ?? new Map<string, Row[]>()
    this.#rows.set(keyOf(series), parts)
    if (!parts.has(sender)) parts.set(sender, [])
    return series
  }

  /** Appends points of one series as one frame, or as lines. */
  write(series: SampleSeries, ...points: readonly SamplePoint[]): void {
    this.writeMixed(...points.map((point) => [series, ...point] as const))
  }

  /** Appends points of series of one label. */
  writeMixed(...points: readonly (readonly [SampleSeries, ...SamplePoint])[]): void {
    const numbers = points.filter(([{ kind }]) => kind === 'number')
    const label = points[0]?.[0].label ?? 'main'
    if (numbers.length > 0) {
      const flat = numbers.flatMap(([{ id }, step, time, value]) => [id, step, time, Number(value)])
      this.append(this.segment(label, 'points'), Buffer.concat(frameOf(Float64Array.from(flat))))
    }
    const others = points.filter(([{ kind }]) => kind !== 'number')
    const lines = others.map(([{ id, kind }, step, time, data]) =>
      recordLine(id, recordText({ step, time, data: data as JsonObject, kind })),
    )
    if (lines.length > 0) this.append(this.segment(label, 'jsonl'), lines.join(''))
    for (const [series, step, time, value] of points) this.#note(series, step, time, value)
  }

  /** Further points go to a new segment. */
  cut(label = 'main'): void {
    const { segments } = this.#label(label)
    segments.points++
    segments.jsonl++
  }

  /** The name of the segment that is written now. */
  segment(label: string, type: SegmentName['type']): string {
    return segmentName(label, this.#label(label).segments[type], type)
  }

  append(name: string, content: string | Uint8Array): void {
    appendFileSync(join(this.folder, name), content)
  }

  #label(name: string): Label {
    const label = this.#labels.get(name) ?? { series: 0, segments: { points: 1, jsonl: 1 } }
    this.#labels.set(name, label)
    return label
  }

  #note(series: SampleSeries, step: number, time: number, value: unknown): void {
    const { name, context, kind, sender } = series
    const isNumber = kind === 'number'
    const text = kind === 'text' ? String(value) : JSON.stringify(value)
    this.#rows
      .get(keyOf(series))
      ?.get(sender)
      ?.push({
        series: name,
        context: context === null ? null : contextKey(context),
        kind,
        sender,
        step,
        time,
        value: isNumber ? Number(value) : null,
        data: isNumber ? null : text,
      })
  }
}

function keyOf({ name, context, kind }: SampleSeries): string {
  return JSON.stringify([name, contextKey(context), kind])
}

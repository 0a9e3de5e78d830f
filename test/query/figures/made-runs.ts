import type { ArchivedRun } from '../../../src/archive/opening/archived-run.ts'
import type { ListedRun } from '../../../src/archive/listing/list-runs.ts'
import type { RunFields } from '../../../src/query/run-fields.ts'

export interface Made {
  readonly rate?: number | string
  readonly size?: number
  readonly seed: number
  readonly accuracy?: unknown
  readonly status?: string
  readonly loss?: MadeSeries
  readonly contexts?: Readonly<Record<string, MadeSeries>>
}

export interface MadeSeries {
  readonly values: readonly number[]
  readonly steps?: readonly number[]
  /** Milliseconds since the run began. */
  readonly times?: readonly number[]
}

/** A run as queries see it, with what is given and nothing on the disk. */
export function madeRun({ rate = 0.1, size = 8, seed, accuracy, status = 'done', loss, contexts = {} }: Made): RunFields {
  const params = { rate, size, seed }
  const data = accuracy === undefined ? {} : { accuracy }
  const all = [
    ...(loss === undefined ? [] : [{ context: null, made: loss }]),
    ...Object.entries(contexts).map(([split, made]) => ({ context: { split }, made })),
  ]
  const tracked = all.map(({ context, made }) => ({ name: 'loss', context, kind: 'number', count: made.values.length }))
  const series = (_: string, { context }: { readonly context: unknown }): unknown => {
    const made = all.find((one) => one.context === context)?.made ?? { values: [] }
    const { values, steps = values.map((_value, i) => i), times = values.map((_value, i) => 10 * i) } = made
    return {
      steps: Float64Array.from(steps),
      values: Float64Array.from(values),
      times: Float64Array.from(times, (time) => time + 5000),
    }
  }
  const name = `2026-11-30_12-00-00_${String(seed).padStart(4, 'x')}`
  const parameters = { rate: { unit: 'Hz' } }
  const run = { name, status, seed, folder: '/nowhere', meta: { name: 'study', start_time: 5, parameters }, tracked, series }
  return {
    run: run as unknown as ArchivedRun,
    listed: { status, brief: { name: 'study', seed, results: [] } } as unknown as ListedRun,
    damage: null,
    params,
    data,
    series: Object.fromEntries(tracked.map((summary) => [summary.name, { ...summary }])),
    all: { params, data, series: {}, status, seed, name: 'study', now: new Date() },
  }
}

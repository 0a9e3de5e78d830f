import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Artifact } from '../../src/api/run.ts'
import type { Series, SeriesPoint } from '../../src/api/tracking.ts'
import type { OutcomeRun } from '../../src/reproduce/verdict/judge-outcomes.ts'
import type { ComparedRun } from '../../src/analysis/compare/compared-run.ts'
import { runOf, seriesOf } from '../analysis/compare/compared-runs.ts'

/** What a run gave. */
export interface Gave extends Partial<ComparedRun> {
  readonly folder: string
  /** Values by step, from 0; or points. */
  readonly series?: Readonly<Record<string, readonly unknown[]>>
  readonly points?: Readonly<Record<string, readonly (readonly [step: number, value: unknown])[]>>
  /** Contents by name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
}

/** A run that gave something: its artifacts are written to its folder. */
export function outcomeOf({ series = {}, points = {}, files = {}, ...changes }: Gave): OutcomeRun {
  const all = new Map(Object.entries(points))
  for (const [name, values] of Object.entries(series))
    all.set(
      name,
      values.map((value, step) => [step, value] as const),
    )
  const tracked = Array.from(all, ([name, list]) => seriesOf({ name, count: list.length }))
  const artifacts = new Map(Object.entries(files).map(([name, content]) => [name, fileOf(changes.folder, name, content)]))
  return {
    ...runOf({ tracked, ...changes }),
    series: (name) => seriesWith(name, all.get(name) ?? []),
    artifacts: {
      size: artifacts.size,
      has: (name) => artifacts.has(name),
      get: (name) => artifacts.get(name) ?? fileOf(changes.folder, name, ''),
      names: () => [...artifacts.keys()],
      [Symbol.iterator]: () => artifacts.values(),
    },
  }
}

function seriesWith(name: string, list: readonly (readonly [number, unknown])[]): Series {
  const points: SeriesPoint[] = list.map(([step, value], i) => ({ step, value, time: i }))
  const column = (of: (point: SeriesPoint) => number): Float64Array => Float64Array.from(points, of)
  const shared = { steps: column(({ step }) => step), times: column(({ time }) => time), values: new Float64Array() }
  const summary = seriesOf({ name, count: points.length })
  const identity = { name, context: null, kind: 'number', length: points.length }
  return { ...identity, ...shared, summary, [Symbol.iterator]: () => points.values() }
}

/** A file of a run, written to its folder. */
export function fileOf(folder: string, name: string, content: string | Uint8Array): Artifact {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  const bytes = readFileSync(path)
  return {
    name,
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    text: async () => bytes.toString('utf8'),
    bytes: async () => bytes,
    json: async () => JSON.parse(bytes.toString('utf8')),
    stream: () => {
      throw new Error('not read as a stream')
    },
  }
}

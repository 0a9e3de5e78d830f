import type { RunReader } from '../../api/run.ts'
import { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { RunlabError } from '../../errors.ts'
import type { JsonObject } from '../../format/json-value.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { cellText } from './cell-text.ts'
import { openTable } from './open-table.ts'
import type { Cell, FileFormat, TableColumn, TableWriter } from './table-writer.ts'

/** What was asked for and could not be read. */
export interface Unread {
  /** A run, or a part of one. */
  readonly what: string
  readonly reason: string
}

/** A run whose points are written: all its series, or some. */
export interface PointSource {
  readonly namespace: string
  readonly run: string
  /** Opens the run anew, so that what was read of one is not kept beside the next. */
  open(): Pick<RunReader, 'tracked' | 'series'>
  readonly isWanted?: (series: SeriesSummary) => boolean
}

export interface WrittenPoints {
  readonly points: number
  readonly unread: readonly Unread[]
}

/** What points need of the table. */
interface PointSchema {
  readonly contextKeys: readonly string[]
  readonly stepType: 'integer' | 'double'
}

export function pointSource(run: ArchivedRun, namespace: string): PointSource {
  return { namespace, run: run.name, open: () => new ArchivedRun(run.folder, run.standing) }
}

/**
 * Writes the points of runs into one table: run after run, series after series. Which context columns there are, and whether
 * steps are whole numbers, is known when all is read: where a point does not fit, writing begins anew. Throws the system's error.
 */
export async function writePoints(file: string, sources: readonly PointSource[], format: FileFormat): Promise<WrittenPoints> {
  const first = sources.flatMap((source) => keysOf(source))
  let schema: PointSchema = { contextKeys: [...new Set(first)], stepType: 'integer' }
  for (;;) {
    const table = await openTable(file, columnsOf(schema), format)
    const written = tryWrite(table, sources, schema)
    if (!('contextKeys' in written)) return written
    schema = written
  }
}

function tryWrite(table: TableWriter, sources: readonly PointSource[], schema: PointSchema): WrittenPoints | PointSchema {
  const unread: Unread[] = []
  let points = 0
  try {
    for (const source of sources) {
      const written = writeRun(table, source, schema)
      if ('contextKeys' in written) {
        table.close()
        return written
      }
      points += written.points
      unread.push(...written.unread)
    }
    table.finish()
    return { points, unread }
  } catch (error) {
    table.close()
    throw error
  }
}

function writeRun(table: TableWriter, source: PointSource, schema: PointSchema): WrittenPoints | PointSchema {
  const unread: Unread[] = []
  let points = 0
  const where = source.namespace === '' ? source.run : `${source.namespace}/${source.run}`
  try {
    const run = source.open()
    for (const summary of run.tracked.filter(source.isWanted ?? (() => true))) {
      const keys = Object.keys(summary.context ?? {})
      const missing = keys.filter((key) => !schema.contextKeys.includes(key))
      if (missing.length > 0) return { ...schema, contextKeys: [...schema.contextKeys, ...missing] }
      const before = points
      try {
        for (const { step, time, value } of run.series(summary.name, summary)) {
          if (schema.stepType === 'integer' && !Number.isSafeInteger(step)) return { ...schema, stepType: 'double' }
          table.write(rowOf(source, summary, { step, time, value }, schema))
          points += 1
        }
      } catch (error) {
        if (!(error instanceof RunlabError)) throw error
        const read = points - before
        unread.push({
          what: `${where}: series ${summary.name}${read === 0 ? '' : ` after ${read} of ${summary.count} points`}`,
          reason: error.message,
        })
      }
    }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    unread.push({ what: `${where}: its series`, reason: error.message })
  }
  return { points, unread }
}

const FIRST: readonly TableColumn[] = [
  { name: 'namespace', type: 'text' },
  { name: 'run', type: 'text' },
  { name: 'series', type: 'text' },
  { name: 'kind', type: 'text' },
]

function columnsOf({ contextKeys, stepType }: PointSchema): readonly TableColumn[] {
  return [
    ...FIRST,
    ...contextKeys.map((key): TableColumn => ({ name: `context.${key}`, type: 'text' })),
    { name: 'step', type: stepType },
    { name: 'time', type: 'time' },
    { name: 'value', type: 'double' },
    { name: 'data', type: 'text' },
  ]
}

function rowOf(
  { namespace, run }: PointSource,
  { name, kind, context }: SeriesSummary,
  { step, time, value }: { readonly step: number; readonly time: number; readonly value: unknown },
  { contextKeys }: PointSchema,
): readonly Cell[] {
  const isNumber = kind === 'number'
  const texts = contextKeys.map((key) => contextCell(context, key))
  return [namespace, run, name, kind, ...texts, step, time, isNumber ? Number(value) : null, isNumber ? null : cellText(value)]
}

function contextCell(context: JsonObject | null, key: string): string | null {
  const value = context !== null && Object.hasOwn(context, key) ? context[key] : undefined
  return value === undefined ? null : cellText(value)
}

/** What cannot be read is said when the points are. */
function keysOf(source: PointSource): readonly string[] {
  try {
    return source
      .open()
      .tracked.filter(source.isWanted ?? (() => true))
      .flatMap(({ context }) => Object.keys(context ?? {}))
  } catch (error) {
    if (error instanceof RunlabError) return []
    throw error
  }
}

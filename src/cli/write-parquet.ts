import { resolve } from 'node:path'
import type { Series } from '../api/tracking.ts'
import type { ArchivedRun } from '../archive/opening/archived-run.ts'
import { runlabError } from '../errors.ts'
import { seriesKey } from '../format/series.ts'
import { pointSource, writePoints } from '../query/export/point-table.ts'
import { replaceFile } from '../query/export/replace-file.ts'
import { print } from './print.ts'
import type { TableFormat } from './table-format.ts'

interface PointsOf {
  readonly run: ArchivedRun
  readonly series: Series
  readonly format: TableFormat | null
}

/** Writes the points of one series into a Parquet file. Throws FLAGS_CONFLICT, ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT. */
export async function writeParquet(path: string, { run, series, format }: PointsOf): Promise<void> {
  if (format !== null)
    throw runlabError('FLAGS_CONFLICT', { one: '--parquet', other: `--${format}`, reason: 'Each says how points are given' })
  const file = resolve(path)
  const key = seriesKey(series.summary)
  const source = { ...pointSource(run, run.namespace), isWanted: (one: Series['summary']) => seriesKey(one) === key }
  const { points } = await replaceFile(file, async (partial) => {
    const written = await writePoints(partial, [source], 'parquet')
    const [first] = written.unread
    if (first !== undefined) throw runlabError('EXPORT_UNREAD', { file, ...first })
    return written
  })
  print(`${points} ${points === 1 ? 'point' : 'points'} in ${path}\n`)
}

import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { RunlabError } from '../../errors.ts'
import { globPattern } from '../../internal/glob-pattern.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import type { RunFields } from '../run-fields.ts'
import { openExportFolder } from './export-folder.ts'
import type { ExportFolder } from './export-folder.ts'
import { pointSource, writePoints } from './point-table.ts'
import type { Unread } from './point-table.ts'
import { runTable } from './run-table.ts'
import type { Rows } from './run-table.ts'
import { openTable } from './open-table.ts'
import type { FileFormat } from './table-writer.ts'

export interface ExportOptions {
  /** An absolute path. */
  readonly to: string
  readonly archive: string
  readonly format: FileFormat
  /** Patterns of artifacts that are copied; none where there are none. */
  readonly artifacts: readonly string[]
  /** Whether a folder is taken that has something in it. */
  readonly force: boolean
}

export interface Exported {
  readonly folder: string
  readonly runs: number
  readonly points: number
  readonly artifacts: number
  readonly unread: readonly Unread[]
}

/**
 * Writes runs into a folder for other programs: a table of points, one of runs, and artifacts below
 * `artifacts/<namespace>/<run>/`. Points and artifacts are written as they are read. Throws EXPORT_FOLDER, ARCHIVE_UNWRITABLE.
 */
export async function exportRuns(runs: readonly RunFields[], options: ExportOptions): Promise<Exported> {
  const { to, format } = options
  const folder = openExportFolder(to, options)
  const table = runTable(runs)
  const damaged = runs.flatMap(({ damage, listed }) => (damage === null ? [] : [{ what: pathInArchive(listed), reason: damage }]))
  await folder.write(`runs.${format}`, async (file) => await writeRows(file, table, format))
  const sources = runs.map(({ run, listed }) => pointSource(run, listed.namespace))
  const { points, unread } = await folder.write(`points.${format}`, async (file) => await writePoints(file, sources, format))
  const copied = options.artifacts.length === 0 ? { count: 0, unread: [] } : await copyArtifacts(runs, folder, options)
  folder.finish()
  return {
    folder: to,
    runs: runs.length,
    points,
    artifacts: copied.count,
    unread: [...damaged, ...unread, ...copied.unread],
  }
}

/** Throws the system's error. */
export async function writeRows(file: string, { columns, rows }: Rows, format: FileFormat): Promise<void> {
  const table = await openTable(file, columns, format)
  try {
    for (const row of rows) table.write(row)
    table.finish()
  } catch (error) {
    table.close()
    throw error
  }
}

async function copyArtifacts(
  runs: readonly RunFields[],
  folder: ExportFolder,
  { to, artifacts }: ExportOptions,
): Promise<{ readonly count: number; readonly unread: readonly Unread[] }> {
  const patterns = artifacts.map(globPattern)
  const unread: Unread[] = []
  let count = 0
  for (const { run, listed } of runs) {
    const where = pathInArchive(listed)
    try {
      for (const artifact of run.artifacts) {
        if (!patterns.some((pattern) => pattern.test(artifact.name))) continue
        const name = `artifacts/${where}/${artifact.name}`
        try {
          if (!staysInside(to, name)) throw new Error(`${artifact.name} leads out of ${to}`)
          // oxlint-disable-next-line no-await-in-loop -- one after the other: each takes the disk
          await folder.write(name, async (file) => await pipeline(artifact.stream(), createWriteStream(file)))
          count += 1
        } catch (error) {
          if (!(error instanceof Error) || (error instanceof RunlabError && error.code === 'ARCHIVE_UNWRITABLE')) throw error
          unread.push({ what: `${where}: artifact ${artifact.name}`, reason: error.message })
        }
      }
    } catch (error) {
      if (!(error instanceof RunlabError) || error.code === 'ARCHIVE_UNWRITABLE') throw error
      unread.push({ what: `${where}: its artifacts`, reason: error.message })
    }
  }
  return { count, unread }
}

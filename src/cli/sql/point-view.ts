import { join } from 'node:path'
import type { RunFields } from '../../query/run-fields.ts'
import { FILES } from '../../format/files.ts'
import { RunlabError } from '../../errors.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { isPacked } from '../../archive/zip/zip-name.ts'
import { pointSource, writePoints } from '../../query/export/point-table.ts'
import type { PointSource, Unread } from '../../query/export/point-table.ts'
import { writeRows } from '../../query/export/export-runs.ts'
import { tableOf } from '../../query/export/run-table.ts'
import { faultOfSealed } from '../../tracking/reading/sealed-file.ts'
import { readSealedHead } from '../../tracking/reading/sealed-list.ts'
import { quoted, quotedName } from './open-duckdb.ts'
import type { Database } from './open-duckdb.ts'

/** Kinds that a sealed file holds as tables show them. */
const PLAIN = ['number', 'text']

/**
 * The view `points`. Numbers and text of sealed runs are read by DuckDB from their own files, which it does not check: so that
 * only files count that are what their list says, byte for byte. All else comes by our own reader.
 */
export async function createPoints({ connection, folder }: Database, runs: readonly RunFields[]): Promise<readonly Unread[]> {
  const sealed: RunFields[] = []
  const sources: PointSource[] = []
  for (const fields of runs) {
    const source = pointSource(fields.run, fields.listed.namespace)
    // oxlint-disable-next-line no-await-in-loop -- each is as fast as the disk
    if (await isReadable(fields)) {
      sealed.push(fields)
      sources.push({ ...source, isWanted: ({ kind }) => !PLAIN.includes(kind) })
    } else sources.push(source)
  }
  const rest = join(folder, 'points.parquet')
  const { unread } = await writePoints(rest, sources, 'parquet')
  const parts = [`SELECT * FROM read_parquet(${quoted(rest)})`]
  if (sealed.length > 0) {
    const names = join(folder, 'files.parquet')
    const facts = sealed.map((fields) => ({ file: fileOf(fields), namespace: fields.listed.namespace, run: fields.listed.run }))
    await writeRows(names, tableOf(facts, { file: 'text', namespace: 'text', run: 'text' }), 'parquet')
    parts.unshift(selectSealed(sealed, names))
  }
  await connection.run(`CREATE VIEW points AS ${parts.join(' UNION ALL BY NAME ')}`)
  return unread
}

function fileOf({ run }: RunFields): string {
  return join(run.folder, FILES.points)
}

/** A path with these characters would be a pattern. */
const PATTERN = /[*?[\]]/

async function isReadable(fields: RunFields): Promise<boolean> {
  const { folder } = fields.run
  if (isPacked(folder) || PATTERN.test(folder)) return false
  try {
    return readSealedHead(folder) !== null && (await faultOfSealed(folder)) === null
  } catch (error) {
    if (error instanceof RunlabError) return false // said by our own reader
    throw error
  }
}

function selectSealed(sealed: readonly RunFields[], names: string): string {
  const contexts = sealed
    .flatMap(({ series }) => Object.values(series))
    .map((one) => (isPlainObject(one) ? one['context'] : null))
  const keys = new Set(contexts.flatMap((context) => (isPlainObject(context) ? Object.keys(context) : [])))
  const pointer = (key: string): string => quoted(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  const columns = [
    'n.namespace, n.run, p.series, p.kind',
    ...Array.from(keys, (key) => `json_extract_string(p.context, ${pointer(key)}) AS ${quotedName(`context.${key}`)}`),
    'p.step, p.time, p.value, p.data',
  ]
  const files = sealed.map((fields) => quoted(fileOf(fields))).join(', ')
  return (
    `SELECT ${columns.join(', ')} FROM read_parquet([${files}], filename = true, union_by_name = true) p ` +
    `JOIN read_parquet(${quoted(names)}) n ON p.filename = n.file WHERE p.kind IN (${PLAIN.map(quoted).join(', ')})`
  )
}

import { runlabError } from '../errors.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { runMeta } from './meta.ts'
import type { RunMeta } from './meta.ts'
import { parsePycomexMeta } from './parse-pycomex-meta.ts'
import { FORMAT_VERSION } from './version.ts'

/**
 * The metadata of a parsed `experiment_meta.json`, of runlab or of PyComex (which has no key `format`; what it does not
 * record gets a default). `file` is the document's path.
 * Throws ARCHIVE_FORMAT, ARCHIVE_VERSION for a newer format than this runlab reads.
 */
export function parseMeta(document: unknown, file: string): RunMeta {
  if (!isPlainObject(document)) throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no JSON object' })
  if (!Object.hasOwn(document, 'format')) return parsePycomexMeta(document, file)
  checkVersion(document['format'], file)
  return runMeta(document, { file })
}

function checkVersion(version: unknown, file: string): void {
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw runlabError('ARCHIVE_FORMAT', { file, reason: '"format" is no version number' })
  }
  if (version > FORMAT_VERSION) throw runlabError('ARCHIVE_VERSION', { file, version, supported: FORMAT_VERSION })
}

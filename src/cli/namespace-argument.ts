import { relative, resolve, sep } from 'node:path'
import { listRuns, walkRuns } from '../archive/listing/list-runs.ts'
import { runlabError } from '../errors.ts'
import { reasonAgainstSegment } from '../format/run-name.ts'
import { isInside } from '../internal/is-inside.ts'
import { nearest } from '../internal/nearest.ts'
import { namespacesOf } from '../archive/listing/namespaces-of.ts'

/**
 * The namespace that was typed, or that of a folder in the archive; undefined for none. Throws NAMESPACE_NOT_FOUND where it has no
 * runs and others have.
 */
export function namespaceOf(wanted: string | undefined, archive: string): string | undefined {
  if (wanted === undefined) return undefined
  const folder = resolve(wanted)
  const below = isInside(archive, folder) ? relative(archive, folder).split(sep).join('/') : ''
  const namespace = below === '' ? wanted.replaceAll(/^\/+|\/+$/g, '') : below
  if (isNamespace(namespace) && walkRuns(archive, { namespace }).next().done === false) return namespace
  const others = namespacesOf(listRuns(archive))
  if (others.length === 0) return isNamespace(namespace) ? namespace : undefined
  const suggestion = nearest(namespace.replaceAll(/(?:^|\/)\.{1,2}(?=\/)\/?/g, ''), others)
  throw runlabError('NAMESPACE_NOT_FOUND', { namespace: wanted, archive, suggestion })
}

const isNamespace = (text: string): boolean => text.split('/').every((part) => reasonAgainstSegment(part) === null)

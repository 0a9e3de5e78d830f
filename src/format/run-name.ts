import { runlabError } from '../errors.ts'
import { foldName, reasonAgainstName } from './name-rules.ts'

/**
 * Checks what becomes one folder, or the start of its name: a run's name, a prefix. `what` says in the error which it is.
 * Throws NAME_INVALID.
 */
export function checkNameSegment(what: string, value: string): string {
  const reason = value.includes('/') ? 'it has a slash' : reasonAgainstSegment(value)
  if (reason !== null) throw runlabError('NAME_INVALID', { what, value, reason })
  return value
}

/** Checks a namespace, a path inside the archive: `a/b`. Throws NAME_INVALID. */
export function checkNamespace(value: string): string {
  for (const segment of value.split('/')) {
    const reason = reasonAgainstSegment(segment)
    if (reason === null) continue
    throw runlabError('NAME_INVALID', {
      what: 'namespace',
      value,
      reason: segment === '' ? 'a part between slashes is empty' : reason,
    })
  }
  return value
}

/** A generated name without the time in it, which says which run is meant to somebody who reads a list: `k3f9`, `try_k3f9`. */
export function shortRunName(name: string): string {
  return name.replace(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_(?=[a-z0-9]{4}$)/, '')
}

/** Folders that hold no runs but may hold very many files, where somebody's archive is a whole project. Without case. */
export const UNSEARCHED: ReadonlySet<string> = new Set(['node_modules', '.git'])

/** Why a part of a namespace, or a run's name, cannot be used; null when it can. */
export function reasonAgainstSegment(segment: string): string | null {
  if (segment === '') return 'it is empty'
  if (UNSEARCHED.has(foldName(segment))) return 'folders of this name are not searched for runs'
  if (foldName(segment).startsWith('.runlab')) return 'names that start with .runlab belong to runlab'
  return reasonAgainstName(segment)
}

/** Short names where those are distinct, else whole ones, else with their namespaces. */
export function distinctRunNames(runs: readonly { readonly name: string; readonly namespace: string }[]): readonly string[] {
  const ways = [
    runs.map(({ name }) => shortRunName(name)),
    runs.map(({ name }) => name),
    runs.map(({ name, namespace }) => (namespace === '' ? name : `${namespace}/${name}`)),
  ]
  return ways.find((names) => new Set(names).size === names.length) ?? runs.map(({ name }) => name)
}

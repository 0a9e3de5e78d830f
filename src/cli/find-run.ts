import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { listRuns } from '../archive/list-runs.ts'
import type { ArchivedRun } from '../archive/archived-run.ts'
import { openRun } from '../archive/open-run.ts'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { shortRunName } from '../format/run-name.ts'
import { nearest } from '../internal/nearest.ts'

/**
 * Finds a run by what a person types: a path, a name, `namespace/name`, the end of a name, as `runlab list` shows it, or `latest`.
 * Throws RUN_NOT_FOUND, RUN_AMBIGUOUS.
 */
export function findRun(wanted: string, archive: string): ArchivedRun {
  for (const path of [resolve(wanted), join(archive, wanted)]) {
    if (existsSync(join(path, FILES.meta))) return openRun(path)
    if (path.endsWith(FILES.meta) && existsSync(path)) return openRun(path)
  }
  const runs = listRuns(archive)
  if (wanted === 'latest' && runs[0] !== undefined) return openRun(runs[0].folder)
  const named = runs.filter(({ run }) => run === wanted)
  const matches = named.length > 0 ? named : runs.filter((run) => isMeant(run, wanted))
  const [first] = matches
  if (first !== undefined && matches.length === 1) return openRun(first.folder)
  if (matches.length > 1) {
    throw runlabError('RUN_AMBIGUOUS', { run: wanted, candidates: matches.map(({ namespace, run }) => `${namespace}/${run}`) })
  }
  throw runlabError('RUN_NOT_FOUND', { path: wanted, ...suggest(wanted, runs) })
}

/** By the end of its name, or by the name that lists show, with its namespace or without. */
function isMeant({ run, namespace }: Named[number], wanted: string): boolean {
  const short = shortRunName(run)
  return run.endsWith(`_${wanted}`) || short === wanted || `${namespace}/${short}` === wanted
}

type Named = readonly { readonly run: string; readonly namespace: string }[]

/** The run that was meant, or the namespace. */
function suggest(wanted: string, runs: Named): { readonly suggestion: string | null; readonly namespace: string | null } {
  const namespaces = namespacesOf(runs)
  const named = runs.flatMap(({ run, namespace }) => [run, `${namespace}/${run}`])
  const meant = nearest(wanted.replace(/\/+$/, ''), [...namespaces, ...(runs.length === 0 ? [] : ['latest']), ...named])
  const isNamespace = meant !== null && namespaces.includes(meant) && !named.includes(meant)
  return isNamespace ? { suggestion: null, namespace: meant } : { suggestion: meant, namespace: null }
}

/** Namespaces of runs, and those above them. */
export function namespacesOf(runs: Named): readonly string[] {
  const above = (namespace: string): string[] => namespace.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))
  return [...new Set(runs.flatMap(({ namespace }) => (namespace === '' ? [] : above(namespace))))]
}

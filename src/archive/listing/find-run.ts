import { join, resolve } from 'node:path'
import type { LoadOptions } from '../../api/experiment.ts'
import { runlabError } from '../../errors.ts'
import { shortRunName } from '../../format/run-name.ts'
import { nearest } from '../../internal/nearest.ts'
import type { ArchivedRun } from '../opening/archived-run.ts'
import { listRuns } from './list-runs.ts'
import { namespacesOf } from './namespaces-of.ts'
import { openRun, openRunIfThere, similarPath } from '../opening/open-run.ts'

/**
 * Finds a run by what a person types: a path, a name, `namespace/name`, the end or the beginning of a name, also as
 * `runlab list` shows it, or `latest`. Throws RUN_NOT_FOUND, RUN_AMBIGUOUS, and as `openRun` does.
 */
export async function findRun(wanted: string, archive: string, options: LoadOptions = {}): Promise<ArchivedRun> {
  for (const path of [resolve(wanted), join(archive, wanted)]) {
    const run = openRunIfThere(path, options)
    if (run !== undefined) return run
  }
  const runs = listRuns(archive)
  if (wanted === 'latest' && runs[0] !== undefined) return openRun(runs[0].folder, options)
  const [first, ...others] = matchesOf(wanted, runs)
  if (first !== undefined && others.length === 0) return openRun(first.folder, options)
  if (first !== undefined) throw runlabError('RUN_AMBIGUOUS', { run: wanted, candidates: [first, ...others].map(pathOf) })
  const isPath = wanted.includes('/')
  const beside = isPath ? similarPath(wanted) : null
  const suggestion = beside === null ? suggest(wanted, runs) : { suggestion: beside }
  throw runlabError('RUN_NOT_FOUND', { path: wanted, ...(isPath ? {} : { archive }), ...suggestion })
}

interface Named {
  readonly run: string
  readonly namespace: string
}

/** Those of the most exact way in which any is meant: its name; its end, or what lists show; its beginning. */
export function matchesOf<T extends Named>(wanted: string, runs: readonly T[]): readonly T[] {
  const ways: readonly ((run: T) => boolean)[] = [
    ({ run }) => run === wanted,
    (run) => run.run.endsWith(`_${wanted}`) || spellings(run).includes(wanted),
    (run) => spellings(run).some((text) => text.startsWith(wanted) && !text.includes('/', wanted.length)),
  ]
  for (const isMeant of wanted === '' ? [] : ways) {
    const found = runs.filter(isMeant)
    if (found.length > 0) return found
  }
  return []
}

/** Its name, and the one that lists show, with the namespace and without. */
function spellings(named: Named): readonly string[] {
  const short = shortRunName(named.run)
  return [named.run, short, pathOf(named), pathOf({ ...named, run: short })]
}

function pathOf({ run, namespace }: Named): string {
  return namespace === '' ? run : `${namespace}/${run}`
}

/** The run that was meant, or the namespace. */
function suggest(
  wanted: string,
  runs: readonly Named[],
): { readonly suggestion: string | null; readonly namespace: string | null } {
  const namespaces = namespacesOf(runs)
  const named = runs.flatMap((run) => [run.run, pathOf(run)])
  const meant = nearest(wanted.replace(/\/+$/, ''), [...namespaces, ...(runs.length === 0 ? [] : ['latest']), ...named])
  const isNamespace = meant !== null && namespaces.includes(meant) && !named.includes(meant)
  return isNamespace ? { suggestion: null, namespace: meant } : { suggestion: meant, namespace: null }
}

import { namespacesOf } from '../../archive/listing/namespaces-of.ts'
import { listRuns } from '../../archive/listing/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../../archive/listing/list-runs.ts'
import { pathInArchive } from '../../archive/listing/listed-run.ts'
import { listTrash } from '../../archive/changes/trash.ts'
import { shortRunName } from '../../format/run-name.ts'
import { FIELD_NAMES } from '../../query/filter/environment.ts'
import { agoText } from '../../render/ago-text.ts'
import { annotationsOf } from '../annotations-of.ts'
import { archiveOf } from '../archive-option.ts'
import type { Candidate } from './candidate.ts'

/** Runs as lists show them, newest first, with the namespace where several have the name; whole names where they are begun. */
export function runCandidates(current: string, results: string | undefined): readonly Candidate[] {
  const runs = listRuns(archiveOf(results))
  const shorts = new Set<string>()
  const several = new Set<string>()
  for (const { run } of runs) (shorts.has(shortRunName(run)) ? several : shorts).add(shortRunName(run))
  const latest = runs.length === 0 ? [] : [{ name: 'latest', text: 'the run that began last' }]
  const shown = runs.flatMap((run) => {
    const short = shortRunName(run.run)
    const path = pathInArchive({ ...run, run: short })
    const names = several.has(short) ? [path] : [short, ...(current.includes('/') ? [path] : [])]
    return names.map((name) => ({ name, text: textOf(run) }))
  })
  const candidates = [...latest, ...shown]
  if (candidates.some(({ name }) => name.startsWith(current))) return candidates
  return runs.flatMap((run) => [run.run, pathInArchive(run)].map((name) => ({ name, text: textOf(run) })))
}

function textOf(run: ListedRun | UnreadableRun): string {
  return 'error' in run ? 'cannot be read' : `${run.status}, ${agoText(Date.now() - run.start * 1000)}`
}

export function trashCandidates(results: string | undefined): readonly Candidate[] {
  return listTrash(archiveOf(results)).map(({ run, namespace }) => ({ name: shortRunName(run), text: namespace }))
}

export function namespaceCandidates(results: string | undefined): readonly Candidate[] {
  return namespacesOf(listRuns(archiveOf(results))).map((name) => ({ name }))
}

export function tagCandidates(results: string | undefined): readonly Candidate[] {
  const tags = listRuns(archiveOf(results)).flatMap((run) => annotationsOf(run).tags)
  return [...new Set(tags)].map((name) => ({ name }))
}

const MAPS: readonly string[] = ['params', 'data', 'series', 'git']

/** The last word of an expression: a field of runs, or a parameter that some run has. */
export function fieldCandidates(
  current: string,
  results: string | undefined,
  { assigns = false }: { readonly assigns?: boolean } = {},
): readonly Candidate[] {
  const [tail = ''] = /[\w.]*$/.exec(current) ?? []
  const head = current.slice(0, current.length - tail.length)
  if (!tail.startsWith('params.')) {
    const fields = assigns ? ['params'] : FIELD_NAMES
    return fields.map((name) => ({ name: `${head}${name}${MAPS.includes(name) ? '.' : ''}` }))
  }
  const names = listRuns(archiveOf(results)).flatMap((run) => ('error' in run ? [] : Object.keys(run.brief.parameters)))
  return [...new Set(names)].map((name) => ({ name: `${head}params.${name}${assigns ? '=' : ''}` }))
}

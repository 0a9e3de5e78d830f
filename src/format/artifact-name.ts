import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { RESERVED_NAMES } from './files.ts'
import { foldName, reasonAgainstName } from './name-rules.ts'

/**
 * The normal form of an artifact's name: a path inside the run with POSIX separators; `./a//b` becomes `a/b`.
 * Throws ARTIFACT_NAME for a name that leaves the run, belongs to runlab, or cannot be a file's on every system.
 */
export function checkArtifactName(name: string): string {
  if (typeof name !== 'string') throw refusal(String(name), `it is of type ${typeof name}, not a string`)
  if (name === '') throw refusal(name, 'it is empty')
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name)) throw refusal(name, 'it is an absolute path; names are relative to the run')
  const segments = normalise(name)
  const [top] = segments
  if (top === undefined) throw refusal(name, 'it names the run itself')
  if (/(?:^|\/)\.{0,2}$/.test(name)) throw refusal(name, 'it names a folder; add the name of a file')
  for (const segment of segments) {
    const reason = reasonAgainstName(segment)
    if (reason !== null) throw refusal(name, segments.length > 1 ? `in "${segment}", ${reason}` : reason)
  }
  if (isReservedTop(top)) throw refusal(name, `"${top}" belongs to runlab`)
  return segments.join('/')
}

/** Whether a name at the top of a run's folder is one of ours, or would be on a system that ignores case. */
export function isReservedTop(name: string): boolean {
  const folded = foldName(name)
  return folded.startsWith('.runlab') || RESERVED_NAMES.some((reserved) => reserved.toLowerCase() === folded)
}

function normalise(name: string): readonly string[] {
  const segments: string[] = []
  for (const segment of name.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) throw refusal(name, 'it leaves the run')
  }
  return segments
}

function refusal(name: string, reason: string): RunlabError {
  return runlabError('ARTIFACT_NAME', { name, reason })
}

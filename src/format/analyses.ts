import { fieldsOf, listOf, number, oneOf, orNull, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { pathBelow } from './path-below.ts'

/** A line of `.runlab/analyses.jsonl`: what an analysis added to a run after it had ended. Of one name the last line counts. */
export interface AnalysisRecord {
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Whether the run's archived code was executed, or what lay in the project by then. */
  readonly code: 'archived' | 'current'
  /** The experiment's file: below `code/`, or relative to the project. */
  readonly file: string
  /** Of the code: over the sorted checksums of the file and all that it imports. Null where they could not be read. */
  readonly sha256: string | null
  /** The version of runlab that executed it. */
  readonly runlab: string
  /** Keys of the values that it set. */
  readonly values: readonly string[]
  /** Artifacts that it committed: paths inside the run. */
  readonly files: readonly string[]
  /** Pictures that it plotted: paths inside the run. */
  readonly plots: readonly string[]
}

/** Throws ARCHIVE_FORMAT. */
export const parseAnalysisRecord: Parse<AnalysisRecord> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    name: read('name', text),
    time: read('time', number),
    code: read('code', oneOf('archived', 'current')),
    file: read('file', text),
    sha256: read('sha256', orNull(text)),
    runlab: read('runlab', text),
    values: read('values', listOf(text)),
    files: read('files', listOf(pathBelow)),
    plots: read('plots', listOf(pathBelow)),
  }
}

/** Where an analysis puts what it adds: the key above its values, and the folder of its files. */
export function placeOfAnalysis(name: string): string {
  return `analysis/${name.replaceAll(/[/\\]/g, '_')}`
}

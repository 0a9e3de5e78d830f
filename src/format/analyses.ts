import { listOf, number, oneOf, orNull, text } from './json-parsers.ts'
import { pathBelow } from './path-below.ts'
import { shape } from './shape.ts'
import type { Parsed } from './shape.ts'

/** A line of `.runlab/analyses.jsonl`. Throws ARCHIVE_FORMAT. */
export const parseAnalysisRecord = shape({
  name: text,
  /** Milliseconds since the epoch. */
  time: number,
  /** Whether the run's archived code was executed, or what lay in the project by then. */
  code: oneOf('archived', 'current'),
  /** The experiment's file: below `code/`, or relative to the project. */
  file: text,
  /** Of the code: over the sorted checksums of the file and all that it imports. Null where they could not be read. */
  sha256: orNull(text),
  /** The version of runlab that executed it. */
  runlab: text,
  /** Keys of the values that it set. */
  values: listOf(text),
  /** Artifacts that it committed: paths inside the run. */
  files: listOf(pathBelow),
  /** Pictures that it plotted: paths inside the run. */
  plots: listOf(pathBelow),
})
/** What an analysis added to a run after it had ended. Of one name the last one counts. */
export interface AnalysisRecord extends Parsed<typeof parseAnalysisRecord> {}

/** Where an analysis puts what it adds: the key above its values, and the folder of its files. */
export function placeOfAnalysis(name: string): string {
  return `analysis/${name.replaceAll(/[/\\]/g, '_')}`
}

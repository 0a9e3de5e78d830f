import { ArchivedRun } from '../archive/opening/archived-run.ts'
import { resultOf } from '../archive/opening/result-of.ts'
import type { ListedRun, UnreadableRun } from '../archive/listing/list-runs.ts'
import { RunlabError } from '../errors.ts'
import { declaredResults, headingOf } from '../query/columns.ts'
import { shownText } from '../render/tables/cell-text.ts'
import { cutMiddle } from '../render/cut-middle.ts'
import { visibleText } from '../render/visible-text.ts'
import type { ResultCells } from './run-table.ts'

/** Characters of a result, and of its heading. */
const LONGEST = 24

export interface ListedResults {
  readonly results: readonly ResultCells[]
  /** Folders of runs whose values or series cannot be read. */
  readonly damaged: ReadonlySet<string>
}

/** What runs have for the results that their experiments declare; results that none of them has are left out. */
export function listResults(runs: readonly (ListedRun | UnreadableRun)[]): ListedResults {
  const damaged = new Set<string>()
  const readable = runs.flatMap((run) => ('error' in run ? [] : [{ listed: run }]))
  const read = runs.map((run) => ('error' in run ? null : new ArchivedRun(run.folder, run)))
  const columns = declaredResults(readable).map((result) => ({
    heading: cutMiddle(visibleText(headingOf({ label: result.name, result })), LONGEST),
    cells: read.map((run) => cellOf(run, result.name, damaged)),
  }))
  return { results: columns.filter(({ cells }) => cells.some((cell) => cell !== '')), damaged }
}

function cellOf(run: ArchivedRun | null, name: string, damaged: Set<string>): string {
  try {
    const value = run === null ? undefined : resultOf(run, name)
    return value === undefined || value === null ? '' : cutMiddle(visibleText(shownText(value)), LONGEST)
  } catch (error) {
    if (!(error instanceof RunlabError) || run === null) throw error
    damaged.add(run.folder) // `verify` says what it is
    return ''
  }
}

import type { Kind } from '../api/kind.ts'
import type { RunSelection } from '../api/run-selection.ts'
import type { RunBrief } from '../archive/index/run-brief.ts'
import { TURN } from '../archive/listing/list-runs.ts'
import { inTurns } from '../internal/in-turns.ts'
import type { RunFields } from './run-fields.ts'

export interface Asked {
  /** The archive; absolute. */
  readonly folder: string
  readonly selection: RunSelection
  /** What the word means in expressions. */
  readonly now: Date
  /** Which of its runs there are for the selection; all when left out. */
  readonly isThere?: ((run: RunBrief) => boolean) | undefined
  /** Of what the runs' series hold, besides runlab's own. */
  readonly kinds?: readonly Kind[] | undefined
}

/** What is made of runs, which are read meanwhile. The language of filters is loaded when runs are asked for. */
export async function askArchive<T>(asked: Asked, make: (runs: readonly RunFields[]) => T): Promise<T> {
  const { folder, selection, now, isThere, kinds } = asked
  const { namespace, ...rest } = selection
  const { readRuns } = await import('./read-runs.ts')
  const { selectRuns } = await import('./select.ts')
  const { runs, keep } = await readRuns(folder, { namespace, kinds }, now)
  const areThere = await inTurns(runs, TURN, ({ listed }) => isThere === undefined || isThere(listed.brief))
  const wanted = runs.filter((_, index) => areThere[index])
  const made = make(await selectRuns(wanted, rest))
  await keep()
  return made
}

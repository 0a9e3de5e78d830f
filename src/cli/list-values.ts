import type { ListedRun, UnreadableRun } from '../archive/listing/list-runs.ts'
import { readValues } from '../archive/opening/read-records.ts'
import { RunlabError } from '../errors.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { cutMiddle } from '../render/cut-middle.ts'
import { shownText } from '../render/tables/cell-text.ts'
import { visibleText } from '../render/visible-text.ts'
import type { ListedResults } from './list-results.ts'

/** So many values of runs that declare no results. */
const MOST = 3
/** Characters of a heading. */
const LONGEST = 24

/** The numbers that runs have set last, a column each: those that most of the runs have. */
export function listValues(runs: readonly (ListedRun | UnreadableRun)[]): ListedResults {
  const damaged = new Set<string>()
  const numbers = runs.map((run) => ('error' in run ? new Map<string, number>() : numbersOf(run, damaged)))
  const times = new Map<string, number>()
  for (const name of numbers.flatMap((each) => [...each.keys()])) times.set(name, (times.get(name) ?? 0) + 1)
  const lastFirst = [...times].toReversed().toSorted(([, one], [, other]) => other - one)
  const chosen = new Set(lastFirst.slice(0, MOST).map(([name]) => name))
  const results = [...times.keys()]
    .filter((name) => chosen.has(name))
    .map((name) => ({
      heading: cutMiddle(visibleText(name), LONGEST),
      cells: numbers.map((each) => (each.has(name) ? shownText(each.get(name)) : '')),
    }))
  return { results, damaged }
}

function numbersOf(run: ListedRun, damaged: Set<string>): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const collect = (values: Readonly<Record<string, unknown>>, above: string): void => {
    for (const [key, value] of Object.entries(values)) {
      if (typeof value === 'number') numbers.set(`${above}${key}`, value)
      else if (isPlainObject(value)) collect(value, `${above}${key}/`)
    }
  }
  try {
    collect(readValues(run.folder, run.meta).toObject(), '')
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    damaged.add(run.folder) // `verify` says what it is
  }
  return numbers
}

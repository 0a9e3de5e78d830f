import { access } from '../query/filter/field-paths.ts'
import { leavesOf } from '../query/run-fields.ts'
import type { RunFields } from '../query/run-fields.ts'

const FACTS = ['status', 'name', 'namespace', 'seed', 'start', 'duration', 'tags'] as const
/** Runs that are looked at: the newest say what an archive is about. */
const MOST = 200

/** Expressions of what runs have, for columns and the filter. */
export function answerFields(runs: readonly RunFields[]): readonly string[] {
  const looked = runs.slice(0, MOST)
  const keys = (part: 'params' | 'series'): readonly string[] => [...new Set(looked.flatMap((run) => Object.keys(run[part])))]
  const values = [...new Set(looked.flatMap(({ data }) => Object.keys(leavesOf(data))))]
  return [
    ...keys('params').map((key) => access('params', key)),
    ...values.map((key) => access('data', key)),
    ...keys('series').map((key) => access('series', key, 'last')),
    ...FACTS,
  ]
}

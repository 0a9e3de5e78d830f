import type { ComparedPart, RunComparison } from '../api/run-comparison.ts'
import { checkCount } from '../analysis/compare/check-count.ts'
import type { ComparedRuns } from '../analysis/compare/facts-of-runs.ts'
import type { RunFields } from '../query/run-fields.ts'
import { tabulate } from '../query/runs-table.ts'

/** What runs have for the columns that are asked for, whether they differ or not. Throws COMPARE_COUNT, and as `tabulate` does. */
export function compareColumns(runs: readonly RunFields[], expressions: readonly string[]): ComparedRuns {
  checkCount(runs.length)
  const { columns } = tabulate(runs, expressions)
  return {
    runs: runs.map(({ run, listed }) => ({ folder: run.folder, namespace: listed.namespace, name: run.name })),
    facts: columns.map(({ label, expression, cells }) => ({ part: partOf(expression ?? ''), name: label, values: cells })),
    same: NONE,
    notes: [],
  }
}

const NONE: RunComparison['same'] = { run: 0, parameters: 0, code: 0, packages: 0, environment: 0, values: 0, series: 0 }

const ROOTS: readonly (readonly [root: string, part: ComparedPart])[] = [
  ['params', 'parameters'],
  ['data', 'values'],
  ['series', 'series'],
]

function partOf(expression: string): ComparedPart {
  return ROOTS.find(([root]) => new RegExp(`\\b${root}\\b`).test(expression))?.[1] ?? 'run'
}

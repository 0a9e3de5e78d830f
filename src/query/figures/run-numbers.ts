import { columnOf, varyingParameters } from '../columns.ts'
import type { LeftOut } from '../groups.ts'
import type { RunFields } from '../run-fields.ts'

/** What makes a group when nothing is said: the experiment where there are several, and the parameters that vary. */
export function defaultBy(runs: readonly RunFields[]): readonly string[] {
  const several = new Set(runs.map(({ listed }) => listed.brief.name)).size > 1
  return [...(several ? ['name'] : []), ...varyingParameters(runs).flatMap(({ expression }) => expression ?? [])]
}

export interface RunNumbers {
  readonly label: string
  /** The runs that are done and have a finite number, and these numbers. */
  readonly runs: readonly RunFields[]
  readonly numbers: readonly number[]
  readonly leftOut: readonly LeftOut[]
}

/** The numbers that runs have for an expression. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export function runNumbers(all: readonly RunFields[], expression: string): RunNumbers {
  const { label, cells } = columnOf(all, expression)
  const leftOut: LeftOut[] = []
  const kept = all.flatMap((run, i) => {
    const value = cells[i]
    const why = reasonAgainst(run, value)
    if (why !== null) leftOut.push({ run, why })
    return why === null ? [{ run, value: Number(value) }] : []
  })
  return { label, runs: kept.map(({ run }) => run), numbers: kept.map(({ value }) => value), leftOut }
}

function reasonAgainst({ run, damage }: RunFields, value: unknown): string | null {
  if (run.status !== 'done') return run.status
  if (typeof value === 'number') return Number.isFinite(value) ? null : String(value)
  if (damage !== null) return 'unreadable'
  return value === undefined || value === null ? 'no value' : `no number (${typeof value})`
}

import { isSeedName } from '../format/is-seed-name.ts'
import type { ResultMeta } from '../format/meta.ts'
import { columnOf, distinctColumns, keyOf, resultColumns, varyingParameters } from './columns.ts'
import type { Column } from './columns.ts'
import { groupBy } from '../internal/group-by.ts'
import { pooledText } from './pooled.ts'
import type { RunFields } from './run-fields.ts'
import { bootstrap } from './statistics/bootstrap-interval.ts'
import { summarise } from './statistics/summarise.ts'
import type { NumberSummary } from '../api/archive.ts'

export interface Grouping {
  /** Expressions; runs that agree in all of them are one group. Experiment and all parameters but the seed when left out. */
  readonly by?: readonly string[] | undefined
  /** Expressions of the numbers to summarise; the results that runs have when left out. */
  readonly values?: readonly string[] | undefined
}

/** A run that a number does not count for, and why. */
export interface LeftOut {
  readonly run: RunFields
  /** The run's status where it is not done, else `no value`, `unreadable`, `NaN`, `no number (string)`. */
  readonly why: string
}

export interface GroupValue {
  /** Null where no run has the number. */
  readonly summary: NumberSummary | null
  /** The numbers, with the seeds of their runs. */
  readonly numbers: readonly { readonly value: number; readonly seed: number | null; readonly run: RunFields }[]
  readonly leftOut: readonly LeftOut[]
}

/** Runs that are equal but for the seed. */
export interface Group {
  readonly runs: readonly RunFields[]
  /** What tells it from other groups, one for each of `labels`. */
  readonly key: readonly unknown[]
  /** One for each of `values`. */
  readonly values: readonly GroupValue[]
  /** How many runs count: from the value for which the fewest do to that for which most do; all where there are no values. */
  readonly n: readonly [least: number, most: number]
  /** Seeds that several of its runs have: they say nothing new. */
  readonly repeatedSeeds: readonly number[]
}

export interface Groups {
  /** Headings of keys. */
  readonly labels: readonly string[]
  /** Headings of values. */
  readonly values: readonly string[]
  /** Of each value, what its experiment declares of it; null where that is nothing. */
  readonly results: readonly (ResultMeta | null)[]
  readonly groups: readonly Group[]
  /** What differs within groups, in a sentence; null for nothing, as where groups are equal in all parameters. */
  readonly pooled: string | null
}

/** Puts runs together that are equal but for the seed, in the order of their keys. Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN. */
export function groupRuns(all: readonly RunFields[], { by, values }: Grouping = {}): Groups {
  const runs = all.filter(({ listed }) => !listed.brief.trials) // a sweep is none of the runs that it compares
  const keys = distinctColumns(by === undefined ? defaultKeys(runs) : by.map((text) => columnOf(runs, text)))
  const identity = by === undefined ? runs.map(identityOf) : runs.map((_, index) => keyOf(keys.map(({ cells }) => cells[index])))
  const results = distinctColumns(values === undefined ? resultColumns(runs) : values.map((text) => columnOf(runs, text)))
  const members = groupBy([...runs.keys()], (index) => identity[index] ?? '')
  const intervalOf = bootstrap()
  const groups = members.map((indices): Group => {
    const own = indices.flatMap((index) => runs[index] ?? [])
    const summarised = results.map((column) => summariseColumn({ runs, column, indices, intervalOf }))
    const counts = summarised.map(({ numbers }) => numbers.length)
    return {
      runs: own,
      n: counts.length === 0 ? [own.length, own.length] : [Math.min(...counts), Math.max(...counts)],
      key: keys.map(({ cells }) => cells[indices[0] ?? 0]),
      values: summarised,
      repeatedSeeds: repeated(own.map(({ listed }) => listed.brief.seed)),
    }
  })
  return {
    labels: keys.map(({ label }) => label),
    values: results.map(({ label }) => label),
    results: results.map(({ result }) => result ?? null),
    groups: groups.toSorted((a, b) => compareLists(a.key, b.key)),
    pooled: by === undefined ? null : pooledText(groups),
  }
}

/** The parameters that differ, and the experiment where there are several. */
function defaultKeys(runs: readonly RunFields[]): readonly Column[] {
  const experiments: Column = { label: 'experiment', expression: 'name', cells: runs.map(({ listed }) => listed.brief.name) }
  return [...(new Set(experiments.cells).size > 1 ? [experiments] : []), ...varyingParameters(runs)]
}

function identityOf({ listed, params }: RunFields): string {
  const names = Object.keys(params).filter((name) => !isSeedName(name))
  const others = names.toSorted().map((name) => `${keyOf(name)}:${keyOf(params[name])}`)
  return `${keyOf(listed.brief.name)} ${others.join()}`
}

interface Summarised {
  readonly runs: readonly RunFields[]
  readonly column: Column
  /** Of the group's runs. */
  readonly indices: readonly number[]
  readonly intervalOf: ReturnType<typeof bootstrap>
}

function summariseColumn({ runs, column: { cells }, indices, intervalOf }: Summarised): GroupValue {
  const numbers: { value: number; seed: number | null; run: RunFields }[] = []
  const leftOut: LeftOut[] = []
  for (const index of indices) {
    const run = runs[index]
    if (run === undefined) continue
    const value = cells[index]
    const { status } = run.listed
    const { seed } = run.listed.brief
    if (status !== 'done') leftOut.push({ run, why: status })
    else if (typeof value === 'number' && Number.isFinite(value)) numbers.push({ value, seed, run })
    else leftOut.push({ run, why: reasonFor(value, run) })
  }
  return {
    summary: summarise(
      numbers.map(({ value }) => value),
      intervalOf,
    ),
    numbers,
    leftOut,
  }
}

function reasonFor(value: unknown, { damage }: RunFields): string {
  if (damage !== null) return 'unreadable'
  if (value === undefined || value === null) return 'no value'
  return typeof value === 'number' ? String(value) : `no number (${typeof value})`
}

function repeated(all: readonly (number | null)[]): readonly number[] {
  const seeds = all.filter((seed) => seed !== null)
  return [...new Set(seeds.filter((seed, index) => seeds.indexOf(seed) !== index))].toSorted((a, b) => a - b)
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index]
    const order =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : String(one).localeCompare(String(other), 'en', { numeric: true })
    if (order !== 0) return order
  }
  return 0
}

import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { nearest } from '../../internal/nearest.ts'
import { lineUp } from '../compare/line-up.ts'
import { columnsOf, isTruthValue, keyed } from './compare-items.ts'
import type { LabelledRows } from './compare-items.ts'

/** What each run has for an item in a column. */
export interface ItemLine {
  /** What the key column has, as text. */
  readonly key: string
  readonly column: string
  /** One a run, as tagged JSON; undefined where a run lacks the item. */
  readonly values: readonly (JsonValue | undefined)[]
}

export interface ItemsLinedUp {
  /** Those that differ; with `all` also those that do not. */
  readonly items: readonly ItemLine[]
  /** How many are the same in all runs, of all columns together. */
  readonly same: number
  /** Of columns of truth values, how many each run has that are true, and how many items. */
  readonly truths: readonly { readonly column: string; readonly runs: readonly { readonly yes: number; readonly of: number }[] }[]
  readonly notes: readonly string[]
}

export interface LineUpOptions {
  readonly table: string
  readonly key: string
  /** All that every run has when left out. */
  readonly columns?: readonly string[] | undefined
  readonly all: boolean
}

/**
 * Puts a table of several runs side by side, item by item. Of a key that comes more than once the last row counts; items that a run
 * lacks, and rows without a key, are said in notes. Throws TABLE_KEY.
 */
export function lineUpItems(runs: readonly LabelledRows[], { table, key, columns, all }: LineUpOptions): ItemsLinedUp {
  const tables = runs.map((run) => keyed(run, table, key))
  const items: ItemLine[] = []
  const truths: { column: string; runs: { yes: number; of: number }[] }[] = []
  let same = 0
  for (const one of columnsToCompare(runs, { table, key, columns })) {
    const own = tables.map((each) => new Map(Array.from(each.items, ([text, row]) => [text, row[one] ?? null])))
    for (const line of lineUp(own)) {
      if (line.isSame) same += 1
      if (all || !line.isSame) items.push({ key: line.key, column: one, values: line.cells })
    }
    const cells = own.map((each) => [...each.values()])
    if (cells.flat().every(isTruthValue) && cells.flat().length > 0)
      truths.push({ column: one, runs: cells.map((values) => ({ yes: values.filter(isTrue).length, of: values.length })) })
  }
  const count = new Set(tables.flatMap((each) => [...each.items.keys()])).size
  const missing = tables.flatMap((each, index) =>
    each.items.size === count ? [] : [`${runs[index]?.label} lacks ${count - each.items.size} of ${count} items.`],
  )
  return { items, same, truths, notes: [...tables.flatMap(({ notes }) => notes), ...missing] }
}

function columnsToCompare(
  runs: readonly LabelledRows[],
  { table, key, columns: wanted }: Omit<LineUpOptions, 'all'>,
): readonly string[] {
  const columns = runs.map(({ rows }) => columnsOf(rows))
  if (wanted === undefined) {
    const filled = columns.filter((own) => own.size > 0)
    return [...(filled[0] ?? [])].filter((one) => one !== key && filled.every((own) => own.has(one)))
  }
  for (const [index, own] of columns.entries()) {
    const missing = own.size === 0 ? undefined : wanted.find((column) => !own.has(column))
    if (missing === undefined) continue
    const known = [...own]
    throw runlabError('TABLE_KEY', {
      run: runs[index]?.label ?? '',
      table,
      key: missing,
      columns: known,
      suggestion: nearest(missing, known),
    })
  }
  return wanted
}

/** Also as text. */
function isTrue(value: JsonValue): boolean {
  return String(value).toLowerCase() === 'true'
}

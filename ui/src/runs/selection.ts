import type { SelectHow } from '../table/select-how.ts'

export interface SelectionChange {
  readonly selected: readonly string[]
  readonly how: SelectHow
  readonly row: number
  /** Where a range begins. */
  readonly anchor: number
  /** Rows that are known, by their place. */
  idOf(row: number): string | undefined
  readonly count: number
}

/** Most rows that one can select at once: their curves are fetched. */
export const MOST_SELECTED = 200

/** The selection after a click or a key. */
export function selectRows({ selected, how, row, anchor, idOf, count }: SelectionChange): readonly string[] {
  const own = idOf(row)
  if (how === 'none' || own === undefined) return how === 'all' ? idsBetween(0, count - 1, idOf) : []
  if (how === 'only') return selected.length === 1 && selected[0] === own ? [] : [own]
  if (how === 'toggle')
    return selected.includes(own) ? selected.filter((id) => id !== own) : [...selected, own].slice(-MOST_SELECTED)
  return how === 'all' ? idsBetween(0, count - 1, idOf) : idsBetween(Math.min(anchor, row), Math.max(anchor, row), idOf)
}

function idsBetween(from: number, to: number, idOf: (row: number) => string | undefined): readonly string[] {
  const rows = Array.from({ length: Math.min(MOST_SELECTED, to - from + 1) }, (_, offset) => idOf(from + offset))
  return rows.filter((id) => id !== undefined)
}

import type { SelectHow } from './select-how.ts'

export interface GridActions {
  readonly count: number
  readonly cursor: number
  onMove(row: number): void
  onSelect(row: number, how: SelectHow): void
  /** Shows all of a row. */
  onOpen(row: number): void
}

/** What keys do in a table: arrows move, space selects, enter opens, shift extends, escape takes back. */
export function gridKeys(actions: GridActions, page: number, showRow: (row: number) => void): (event: KeyboardEvent) => void {
  const { count, cursor } = actions
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: count - 1,
  }
  return (event) => {
    if (event.target !== event.currentTarget || count === 0) return
    const target = targets[event.key]
    if (target !== undefined) {
      const row = Math.max(0, Math.min(count - 1, target))
      actions.onMove(row)
      if (event.shiftKey) actions.onSelect(row, 'extend')
      showRow(row)
    } else if (event.key === ' ') actions.onSelect(cursor, 'toggle')
    else if (event.key === 'Enter') actions.onOpen(cursor)
    else if (event.key === 'Escape') actions.onSelect(cursor, 'none')
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) actions.onSelect(cursor, 'all')
    else return
    event.preventDefault()
  }
}

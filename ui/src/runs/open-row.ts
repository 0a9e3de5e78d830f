import type { TableRow } from '../../../src/server/protocol.ts'
import { address, goTo } from '../state/current-address.ts'
import { keyOf } from './key-of.ts'

/** Shows all of a run; of a group that has several, its runs. */
export function openRow({ id, runs, cells }: Pick<TableRow, 'id' | 'runs' | 'cells'>): void {
  if (runs.length <= 1) return goTo({ view: 'run', run: id })
  const own = keyOf(cells)
  const { where } = address.value
  const shown = own === null ? { selected: runs } : { selected: [], where: where.trim() === '' ? own : `(${where}) && ${own}` }
  goTo({ ...shown, isGrouped: false, sort: '' })
}

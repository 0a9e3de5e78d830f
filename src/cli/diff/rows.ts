import type { Colors } from '../../render/colors.ts'
import type { FittedRow } from './fit-table.ts'

/** What stands before a name, for each way in which two runs can stand to it. */
const MARKS: Readonly<Record<string, string>> = { changed: '~', added: '+', removed: '-', same: '=', 'not compared': '?' }

/** A row about something that both runs may have. */
export function markedRow(state: string, cells: readonly string[], colors: Colors): FittedRow {
  const [name = '', ...others] = cells
  return { cells: [`${MARKS[state] ?? ' '} ${name}`, ...others], paint: paintOf(state, colors) }
}

/** The head of columns. */
export function headRow(cells: readonly string[], colors: Colors): FittedRow {
  return { cells, paint: colors.dim }
}

function paintOf(state: string, colors: Colors): (line: string) => string {
  if (state === 'added') return colors.green
  if (state === 'removed') return colors.red
  return state === 'changed' ? (line) => line : colors.dim
}

import Table from 'cli-table3'

const NO_BORDER = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((part) => [part, '']),
)

/** Rows in aligned columns without borders. The last column is cut so that lines fit into `width`, which may be infinite. */
export function plainTable(rows: readonly (readonly string[])[], width: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length))
  if (count === 0) return ''
  const widths = Array.from({ length: count - 1 }, (_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)) + 2)
  const last = Math.max(12, width - widths.reduce((sum, each) => sum + each, 0))
  const table = new Table({
    chars: NO_BORDER,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
    colWidths: [...widths.map(() => null), Number.isFinite(last) ? last : null], // null: as wide as what is in it, in columns of a terminal
  })
  table.push(...rows.map((row) => [...row]))
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

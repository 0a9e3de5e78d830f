import { cutToWidth, textWidth } from '../render/text-width.ts'

const GAP = '  '
/** Columns of a terminal that the last column has in any case. */
const NARROWEST = 10

/** Rows in aligned columns without borders. The last column is cut so that lines fit into `width`, which may be infinite. */
export function plainTable(rows: readonly (readonly string[])[], width: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length))
  if (count === 0) return ''
  const widths = Array.from({ length: count - 1 }, (_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))))
  const used = widths.reduce((sum, each) => sum + each + GAP.length, 0)
  const room = Math.max(NARROWEST, width - used)
  const lineOf = (row: readonly string[]): string => {
    const cells = widths.map((each, column) => {
      const text = row[column] ?? ''
      return text + ' '.repeat(each - textWidth(text)) + GAP
    })
    return `${cells.join('')}${cutToWidth(row[count - 1] ?? '', room)}`.trimEnd()
  }
  return `${rows.map(lineOf).join('\n')}\n`
}

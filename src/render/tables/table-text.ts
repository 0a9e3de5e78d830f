import { textWidth } from '../text-width.ts'

/** Cells as they are shown, with a heading for each column. */
export interface TextTable {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns of numbers, which stand at the right. */
  readonly numeric: ReadonlySet<number>
}

/** Columns under their headings, two spaces apart; a line each, without spaces at its end. */
export function alignedTable({ headings, rows, numeric }: TextTable): readonly string[] {
  const all = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ''))))
  const pad = (text: string, column: number): string => {
    const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(text)))
    return numeric.has(column) ? space + text : text + space
  }
  return all.map((row) => row.map(pad).join('  ').trimEnd())
}

/** After RFC 4180. */
export function csvTable({ headings, rows }: Pick<TextTable, 'headings' | 'rows'>): string {
  const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [headings, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('')
}

/** As GitHub and most others take it. */
export function markdownTable({ headings, rows, numeric }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |\n`
  const rule = headings.map((_, column) => (numeric.has(column) ? '---:' : '---'))
  return `${line(headings)}| ${rule.join(' | ')} |\n${rows.map(line).join('')}`
}

/** With the rules of the package `booktabs`. Cells are LaTeX already (`latexText`); `comments` stand above it. */
export function latexTable({ headings, rows, numeric }: TextTable, comments: readonly string[]): string {
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\\n`
  const columns = headings.map((_, column) => (numeric.has(column) ? 'r' : 'l')).join('')
  return [
    ...comments.map((comment) => `% ${comment.replaceAll(/\s*\n\s*/g, ' ')}\n`),
    `\\begin{tabular}{${columns}}\n    \\toprule\n`,
    line(headings),
    '    \\midrule\n',
    ...rows.map(line),
    '    \\bottomrule\n\\end{tabular}\n',
  ].join('')
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '–': '--',
}

/** A text in which nothing is a command. */
export function latexText(text: string): string {
  return text.replaceAll(/[\\~^±–&%$#_{}]/g, (char) => LATEX[char] ?? `\\${char}`)
}

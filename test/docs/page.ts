import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The text of a file of the repository. */
export function readPage(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
}

/** A row of a table, by the table's header. */
export type Row = Readonly<Record<string, string>>

/** What stands below a heading, up to the next one of its level or above. Throws when there is no such heading. */
export function sectionOf(page: string, heading: string): string {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length
  if (level === undefined) throw new Error(`the page has no heading "${heading}"`)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => new RegExp(`^#{1,${level}} `).test(line))
  return rest.slice(0, end === -1 ? rest.length : end).join('\n')
}

/** The rows of the first table in a text whose first column has the given header. */
export function tableOf(text: string, firstColumn: string): Row[] {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${firstColumn} |`))
  if (start === -1) throw new Error(`there is no table whose first column is "${firstColumn}"`)
  const header = cellsOf(lines[start] ?? '')
  const rows: Row[] = []
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    const cells = cellsOf(line)
    if (cells.length !== header.length) throw new Error(`a row has ${cells.length} cells, not ${header.length}: ${line}`)
    rows.push(Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ''])))
  }
  return rows
}

/** The words of a text that stand in backticks. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
}

/** The one word in backticks that a cell is about. */
export function codeOf(cell: string | undefined): string {
  const [first = ''] = codeIn(cell ?? '')
  return first
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

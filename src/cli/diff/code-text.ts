import type { CodeDifference } from '../../analysis/compare/run-diff.ts'
import type { Colors } from '../../render/colors.ts'
import { visibleText } from '../../render/visible-text.ts'
import { fitTable } from './fit-table.ts'
import { markedRow } from './rows.ts'
import type { SectionStyle } from './sections.ts'

/** Longer lines were not written by hand. */
const LONGEST_LINE = 400
/** Lines of a diff that name the files. */
const HEAD = 2

/** Files without a line-by-line comparison, and those of one run alone, by name; then the others' differences. */
export function codeText(entries: readonly CodeDifference[], { width, colors }: SectionStyle): string {
  const isCompared = ({ state, diff }: CodeDifference): boolean => state === 'changed' && diff !== null
  const named = entries.filter((entry) => !isCompared(entry))
  const rows = named.map((entry) => markedRow(entry.state, [entry.path, saidOf(entry)], colors))
  const diffs = entries.filter(isCompared).map(({ diff }) => `\n${paintDiff(diff ?? '', colors)}`)
  return `${rows.length === 0 ? '' : fitTable(rows, { width })}${diffs.join('')}`
}

function saidOf({ state, note, diff }: CodeDifference): string {
  const where = state === 'added' ? 'only in B' : state === 'removed' ? 'only in A' : ''
  const said = note ?? (diff === null ? '' : linesText(diff))
  return [where, said].filter((text) => text !== '').join(', ')
}

/** How many lines a file has that is in one run alone. */
function linesText(diff: string): string {
  const lines = linesOf(diff).filter((line, index) => index >= HEAD && /^[+-]/.test(line)).length
  return lines === 1 ? '1 line' : `${lines} lines`
}

function paintDiff(diff: string, colors: Colors): string {
  const lines = linesOf(diff).map((line, index) => {
    const paint = index < HEAD ? colors.bold : paintOf(line, colors)
    return `${paint(visibleText(cut(line)))}\n`
  })
  return lines.join('')
}

function linesOf(diff: string): readonly string[] {
  return diff.replace(/\n$/, '').split('\n')
}

function paintOf(line: string, colors: Colors): (text: string) => string {
  if (line.startsWith('@@')) return colors.cyan
  if (line.startsWith('+')) return colors.green
  return line.startsWith('-') ? colors.red : (text) => text
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`
}

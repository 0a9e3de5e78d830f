import type { CodeDifference } from '../../analysis/compare/run-diff.ts'
import type { Colors } from '../../render/colors.ts'
import { visibleText } from '../../render/visible-text.ts'
import { fitTable } from './fit-table.ts'
import { markedRow } from './rows.ts'
import type { SectionStyle } from './sections.ts'

/** Longer lines were not written by hand. */
const LONGEST_LINE = 400

/** Files without a line-by-line comparison, and those of one run alone, by name; then the others' differences. */
export function codeText(entries: readonly CodeDifference[], { width, colors }: SectionStyle): string {
  const isCompared = ({ state, diff }: CodeDifference): boolean => state === 'changed' && diff !== null
  const named = entries.filter((entry) => !isCompared(entry))
  const rows = named.map((entry) => markedRow(entry.state, [entry.path, saidOf(entry)], colors))
  const diffs = entries.filter(isCompared).map(({ diff }) => `\n${paintDiff(diff ?? '', colors)}`)
  return `${rows.length === 0 ? '' : fitTable(rows, { width })}${diffs.join('')}`
}

function saidOf({ state, note, diff, before, after }: CodeDifference): string {
  const where = state === 'added' ? 'only in B' : state === 'removed' ? 'only in A' : ''
  const lines =
    diff === null || state === 'changed' ? 0 : diff.split('\n').filter((line) => /^[+-](?![+-]{2} )/.test(line)).length
  const size =
    note ?? (lines > 0 ? `${lines} ${lines === 1 ? 'line' : 'lines'}` : state === 'same' ? '' : emptyText(before, after))
  return [where, size].filter((text) => text !== '').join(', ')
}

function emptyText(before: CodeDifference['before'], after: CodeDifference['after']): string {
  return `${(after ?? before)?.size ?? 0} bytes`
}

function paintDiff(diff: string, colors: Colors): string {
  const lines = diff.trimEnd().split('\n')
  return lines.map((line) => `${paintOf(line, colors)(visibleText(cut(line)))}\n`).join('')
}

function paintOf(line: string, colors: Colors): (text: string) => string {
  if (/^(?:---|\+\+\+) /.test(line)) return colors.bold
  if (line.startsWith('@@')) return colors.cyan
  if (line.startsWith('+')) return colors.green
  return line.startsWith('-') ? colors.red : (text) => text
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`
}

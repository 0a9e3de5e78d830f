import { asWritten } from '../../format/shape.ts'
import { summaryKey } from '../../format/series-path.ts'
import { parseVerdict } from '../../format/verdict.ts'
import type { Verdict } from '../../format/verdict.ts'
import { terminalText } from '../../render/terminal-text.ts'
import { alignedTable, csvTable, latexTable, latexText, markdownTable } from '../../render/tables/table-text.ts'
import { print, printJson } from '../print.ts'
import type { TableFormat } from '../table-format.ts'
import { nameOf } from './reproduction.ts'
import type { Reproduction } from './reproduction.ts'

const HEADINGS = ['run', 'verdict', 'compared', 'identical', 'within', 'different', 'largest deviation', 'first difference']
const NUMERIC = new Set([2, 3, 4, 5, 6])

/** Prints what became of the runs of a study; `total` is how many there are, the study may have been interrupted. */
export function printReproductions(all: readonly Reproduction[], format: TableFormat | null, total: number): void {
  const table = { headings: HEADINGS, rows: all.map(cellsOf), numeric: NUMERIC }
  switch (format) {
    case 'json':
      return printJson(all.map(jsonOf))
    case 'csv':
      return print(csvTable(table))
    case 'markdown':
      return print(markdownTable(table))
    case 'latex': {
      const rows = table.rows.map((row) => row.map(latexText))
      return print(latexTable({ ...table, rows }, [`runlab reproduce: ${summaryOf(all, total)}`]))
    }
    case null:
      print(terminalText(`${all.length === 0 ? '' : `${alignedTable(table).join('\n')}\n\n`}${summaryOf(all, total)}\n`))
  }
}

function cellsOf(one: Reproduction): readonly string[] {
  const { verdict, reason } = one
  if (verdict === null) return [nameOf(one), 'not run', '', '', '', '', '', reason ?? '']
  const { counts } = verdict
  const compared = counts.identical + counts['within tolerance'] + counts.different
  const numbers = [compared, counts.identical, counts['within tolerance'], counts.different].map(String)
  return [nameOf(one), verdict.verdict, ...numbers, largestOf(verdict), firstOf(verdict)]
}

/** Of all numbers, relative to the original. */
function largestOf({ items }: Verdict): string {
  const sizes = items.flatMap(({ largest }) => (largest === null || largest.relative === null ? [] : [largest.relative]))
  return sizes.length === 0 ? '' : String(Number(Math.max(...sizes).toPrecision(3)))
}

function firstOf({ firstStep, items }: Verdict): string {
  if (firstStep !== null) return `step ${firstStep.step} of ${summaryKey({ name: firstStep.series, context: firstStep.context })}`
  const first = items.find(({ verdict }) => verdict === 'different')
  return first === undefined ? '' : first.part === 'ending' ? 'status' : `${first.part} ${summaryKey(first)}`
}

function jsonOf({ namespace, run, folder, verdict, reason }: Reproduction): unknown {
  return { namespace, run, folder, reason, verdict: verdict === null ? null : asWritten(parseVerdict, verdict) }
}

/** `12 of 14 runs: 10 identical, 1 different, 1 not run`. */
function summaryOf(all: readonly Reproduction[], total: number): string {
  const words = all.map(({ verdict }) => verdict?.verdict ?? 'not run')
  const parts = (['identical', 'within tolerance', 'different', 'not run'] as const).flatMap((word) => {
    const count = words.filter((one) => one === word).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  const runs = `${total} ${total === 1 ? 'run' : 'runs'}`
  const rest = all.length < total ? ' The same command again goes on.' : ''
  return `${all.length < total ? `${all.length} of ` : ''}${runs}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.${rest}`
}

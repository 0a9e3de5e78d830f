import { compareRuns } from '../analysis/compare/compare-runs.ts'
import { comparisonJson, comparisonLatex } from '../analysis/compare/comparison-tables.ts'
import { runlabError } from '../errors.ts'
import { colorsFor } from '../render/colors.ts'
import { archiveOf } from './archive-option.ts'
import { commandLine } from './command-line-text.ts'
import { comparisonText } from './comparison-text.ts'
import { pickRuns } from './pick-runs.ts'
import { print, printJson, sayBeside } from './print.ts'
import { tableFormatOf } from './table-format.ts'

export interface CompareOptions {
  readonly where?: string
  readonly all?: true
  readonly table?: string
  readonly key?: string
  readonly column?: string
  readonly results?: string
  readonly json?: true
  readonly csv?: true
  readonly markdown?: true
  readonly latex?: true
}

/** Prints runs side by side in the form that is asked for. Throws COMPARE_COUNT, FLAG_INVALID. */
export async function showComparison(wanted: readonly string[], options: CompareOptions): Promise<void> {
  const format = tableFormatOf(options)
  const runs = await pickRuns({ wanted, where: options.where, archive: archiveOf(options.results), command: 'compare' })
  if (options.table !== undefined) {
    const { table, key = 'id', column } = options
    const { showItems } = await import('./show-items.ts')
    return await showItems(runs, { table, key, column, all: options.all === true, format })
  }
  for (const flag of ['key', 'column'] as const) {
    const value = options[flag]
    if (value !== undefined)
      throw runlabError('FLAG_INVALID', { flag: `--${flag}`, value: JSON.stringify(value), expected: '--table with it' })
  }
  const compared = await compareRuns(runs, { all: options.all === true })
  if (format === 'json') return printJson(comparisonJson(compared))
  if (format === 'latex') return print(comparisonLatex(compared, commandLine()))
  if (format === null) {
    const style = { width: process.stdout.columns || 100, colors: colorsFor(process.stdout, process.env) }
    return print(comparisonText(compared, style))
  }
  print(format === 'csv' ? compared.csv() : compared.markdown())
  for (const note of compared.notes) sayBeside(`${note}\n`)
}

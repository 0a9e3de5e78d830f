import { compareRuns } from '../analysis/compare/compare-runs.ts'
import { comparisonCsv, comparisonJson, comparisonLatex, comparisonMarkdown } from '../analysis/compare/comparison-tables.ts'
import { runlabError } from '../errors.ts'
import { splitExpressions } from '../query/split-expressions.ts'
import { colorsFor } from '../render/colors.ts'
import { archiveOf } from './archive-option.ts'
import { commandLine } from './command-line-text.ts'
import { compareColumns } from './compare-columns.ts'
import { comparisonText } from './comparison-text.ts'
import { pickFields, pickRuns } from './pick-runs.ts'
import { print, printJson, sayBeside } from './print.ts'
import { selectionOf } from './query-options.ts'
import type { QueryOptions } from './query-options.ts'
import { tableFormatOf } from './table-format.ts'

export interface CompareOptions extends QueryOptions {
  readonly all?: true
  readonly table?: string
  readonly key?: string
}

/** Prints runs side by side in the form that is asked for. Throws COMPARE_COUNT, FLAG_INVALID. */
export async function showComparison(wanted: readonly string[], options: CompareOptions): Promise<void> {
  const format = tableFormatOf(options)
  const { table, key } = options
  const all = options.all === true
  const columns = options.columns === undefined ? undefined : splitExpressions(options.columns)
  const choice = { wanted, ...selectionOf(options), archive: archiveOf(options.results), command: 'compare' }
  if (table !== undefined) {
    const { showItems } = await import('./show-items.ts')
    return await showItems(await pickRuns(choice), { table, key: key ?? 'id', columns, all, format })
  }
  if (key !== undefined)
    throw runlabError('FLAG_INVALID', { flag: '--key', value: JSON.stringify(key), expected: '--table with it' })
  if (all && columns !== undefined)
    throw runlabError('FLAGS_CONFLICT', { one: '--all', other: '--columns', reason: 'Each says what is shown' })
  const compared =
    columns === undefined
      ? await compareRuns(await pickRuns(choice), { all })
      : compareColumns((await pickFields(choice)).runs, columns)
  if (format === 'json') return printJson(comparisonJson(compared))
  if (format === 'latex') return print(comparisonLatex(compared, commandLine()))
  if (format === null) {
    const style = { width: process.stdout.columns || Infinity, colors: colorsFor(process.stdout, process.env) }
    return print(comparisonText(compared, { ...style, keepsOrder: columns !== undefined }))
  }
  print(format === 'csv' ? comparisonCsv(compared) : comparisonMarkdown(compared))
  for (const note of compared.notes) sayBeside(`${note}\n`)
}

import { runlabError } from '../errors.ts'
import { groupBy } from '../internal/group-by.ts'
import { encodeValue } from '../format/tagged-json.ts'
import type { Direction } from '../query/best.ts'
import { splitExpressions } from '../query/columns.ts'
import { groupRuns } from '../query/groups.ts'
import type { Groups } from '../query/groups.ts'
import { readRuns } from '../query/read-runs.ts'
import { selectRuns } from '../query/select.ts'
import { colorsFor } from '../render/colors.ts'
import { archiveOf } from './archive-option.ts'
import { commandLine } from './command-line-text.ts'
import { groupsText, notesOf } from './groups-text.ts'
import { bestCells, groupsCsv, groupsLatex, groupsMarkdown } from '../query/groups-table.ts'
import { namespaceOf } from './namespace-argument.ts'
import { print, printJson, sayBeside, sayUnreadable } from './print.ts'
import { tableFormatOf } from './table-format.ts'
import type { TableFormat } from './table-format.ts'

export interface GroupsOptions {
  readonly results?: string
  readonly where?: string
  readonly by?: string
  readonly value?: string
  readonly best?: string
  readonly json?: true
  readonly csv?: true
  readonly markdown?: true
  readonly latex?: true
}

/** Prints groups of runs in the form that is asked for. */
export async function showGroups(wanted: string | undefined, options: GroupsOptions): Promise<void> {
  const archive = archiveOf(options.results)
  const found = await readRuns(archive, { namespace: namespaceOf(wanted, archive) }, new Date())
  const direction = readDirection(options.best)
  const format = tableFormatOf(options)
  const grouping = {
    by: options.by === undefined ? undefined : splitExpressions(options.by),
    values: options.value === undefined ? undefined : splitExpressions(options.value),
  }
  const runs = selectRuns(found.runs, options)
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  if (runs.length === 0 && format === null) return print(`0 runs in ${archive}\n`)
  // What several experiments have in common is for those to say who ask.
  const studies = format === null && grouping.by === undefined ? groupBy(runs, ({ listed }) => listed.brief.name) : [runs]
  for (const study of studies) {
    if (studies.length > 1) print(`${study === studies[0] ? '' : '\n'}${study[0]?.listed.brief.name ?? ''}\n`)
    printGroups(groupRuns(study, grouping), format, direction)
  }
  found.keep()
}

function printGroups(groups: Groups, format: TableFormat | null, direction: Direction | null): void {
  if (format === 'json') return printJson(asJson(groups, direction))
  if (format === 'latex') return print(groupsLatex(groups, direction, commandLine()))
  if (format === null)
    return print(
      groupsText(groups, { colors: colorsFor(process.stdout, process.env), width: process.stdout.columns || 100, direction }),
    )
  print(format === 'csv' ? groupsCsv(groups) : groupsMarkdown(groups, direction))
  for (const note of notesOf(groups)) sayBeside(`${note}\n`)
}

function readDirection(text: string | undefined): Direction | null {
  if (text === undefined || text === 'max' || text === 'min') return text ?? null
  throw runlabError('FLAG_INVALID', { flag: '--best', value: JSON.stringify(text), expected: 'max or min' })
}

function asJson({ labels, values, groups }: Groups, direction: Direction | null): unknown {
  const best = bestCells({ labels, values, groups }, direction)
  return groups.map((group, place) => ({
    key: Object.fromEntries(
      labels.map((label, index) => [label, group.key[index] === undefined ? null : encodeValue(group.key[index])]),
    ),
    runs: group.runs.map(({ run }) => run.folder),
    repeated_seeds: group.repeatedSeeds,
    values: Object.fromEntries(
      group.values.map(({ summary, numbers, leftOut }, index) => [
        values[index],
        {
          ...summary,
          ...(direction === null ? {} : { best: best[index]?.marks[place] }),
          numbers: numbers.map(({ value, seed, run }) => ({ value, seed, run: run.run.name })),
          left_out: leftOut.map(({ run, why }) => ({ run: run.run.name, why })),
        },
      ]),
    ),
  }))
}

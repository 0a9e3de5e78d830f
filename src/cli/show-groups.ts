import { runlabError } from '../errors.ts'
import { groupBy } from '../internal/group-by.ts'
import { encodeValue } from '../format/tagged-json.ts'
import { checkDirections, directionsOf } from '../query/best.ts'
import type { AskedDirections, Direction, Directions } from '../query/best.ts'
import { groupRuns } from '../query/groups.ts'
import type { Groups } from '../query/groups.ts'
import { orderGroups } from '../query/order-groups.ts'
import { readRuns } from '../query/read-runs.ts'
import { selectRuns } from '../query/select.ts'
import { splitExpressions } from '../query/split-expressions.ts'
import { colorsFor } from '../render/colors.ts'
import { archiveOf } from './archive-option.ts'
import { commandLine } from './command-line-text.ts'
import { groupsText, notesOf } from './groups-text.ts'
import { bestCells, marksAny, groupsCsv, groupsLatex, groupsMarkdown } from '../query/groups-table.ts'
import { namespaceOf } from './namespace-argument.ts'
import { print, printJson, sayBeside, sayUnreadable } from './print.ts'
import { selectionOf } from './query-options.ts'
import type { QueryOptions } from './query-options.ts'
import { tableFormatOf } from './table-format.ts'
import type { TableFormat } from './table-format.ts'

export interface GroupsOptions extends QueryOptions {
  readonly by?: string
  readonly value?: string
  readonly best?: string | true
}

/** Prints groups of runs in the form that is asked for. */
export async function showGroups(wanted: string | undefined, options: GroupsOptions): Promise<void> {
  const archive = archiveOf(options.results)
  const found = await readRuns(archive, { namespace: namespaceOf(wanted, archive) }, new Date())
  const asked = readDirections(options.best)
  const format = tableFormatOf(options)
  const grouping = {
    by: options.by === undefined ? undefined : splitExpressions(options.by),
    values: options.value === undefined ? undefined : splitExpressions(options.value),
  }
  const { where, ...order } = selectionOf(options)
  const runs = await selectRuns(found.runs, { where })
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  if (runs.length === 0 && format === null) return print(`0 runs in ${archive}\n`)
  // What several experiments have in common is for those to say who ask.
  const studies = format === null && grouping.by === undefined ? groupBy(runs, ({ listed }) => listed.brief.name) : [runs]
  const tables = orderGroups(
    studies.map((study) => ({ ...groupRuns(study, grouping), experiment: study[0]?.listed.brief.name ?? '' })),
    order,
  )
  checkDirections(tables, asked)
  for (const table of tables) {
    if (tables.length > 1) print(`${table === tables[0] ? '' : '\n'}${table.experiment}\n`)
    printGroups(table, format, asked)
  }
  await found.keep()
}

function printGroups(groups: Groups, format: TableFormat | null, asked: AskedDirections): void {
  const directions = directionsOf(groups, asked)
  if (asked === 'declared' && !marksAny(directions))
    throw runlabError('FLAG_INVALID', {
      flag: '--best',
      value: 'alone',
      expected: 'max or min, since no result of these runs declares a direction',
    })
  if (format === 'json') return printJson(asJson(groups, directions))
  if (format === 'latex') return print(groupsLatex(groups, directions, commandLine()))
  if (format === null)
    return print(
      groupsText(groups, {
        colors: colorsFor(process.stdout, process.env),
        width: process.stdout.columns || Infinity,
        directions,
      }),
    )
  print(format === 'csv' ? groupsCsv(groups) : groupsMarkdown(groups, directions))
  for (const note of notesOf(groups)) sayBeside(`${note}\n`)
}

function readDirections(text: string | true | undefined): AskedDirections {
  if (text === true) return 'declared'
  if (text === undefined || text === 'max' || text === 'min') return text ?? null
  const named = splitExpressions(text).map((part): readonly [string, Direction] => {
    const [, name, direction] = /^(.*\S)\s*=\s*(max|min)$/s.exec(part) ?? []
    if (name !== undefined && (direction === 'max' || direction === 'min'))
      return [name.replace(/^(["'])(.*)\1$/s, '$2'), direction]
    const expected = 'max, min, or one of them for each value: loss=min,accuracy=max'
    throw runlabError('FLAG_INVALID', { flag: '--best', value: JSON.stringify(text), expected })
  })
  return Object.fromEntries(named)
}

function asJson({ labels, values, groups }: Groups, directions: Directions): unknown {
  const best = bestCells({ values, groups }, directions)
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
          ...((directions[index] ?? null) === null ? {} : { best: best[index]?.marks[place] }),
          numbers: numbers.map(({ value, seed, run }) => ({ value, seed, run: run.run.name })),
          left_out: leftOut.map(({ run, why }) => ({ run: run.run.name, why })),
        },
      ]),
    ),
  }))
}

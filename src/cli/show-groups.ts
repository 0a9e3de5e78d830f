import { runlabError } from '../errors.ts'
import { encodeValue } from '../format/tagged-json.ts'
import { bestOf } from '../query/best.ts'
import type { Direction } from '../query/best.ts'
import { splitExpressions } from '../query/columns.ts'
import { groupRuns } from '../query/groups.ts'
import type { Groups } from '../query/groups.ts'
import { readRuns } from '../query/read-runs.ts'
import { selectRuns } from '../query/select.ts'
import { colorsFor } from '../render/colors.ts'
import { archiveOf } from './archive-option.ts'
import { commandLine } from './command-line-text.ts'
import { groupsText } from './groups-text.ts'
import { groupsCsv, groupsLatex, groupsMarkdown } from '../query/groups-table.ts'
import { namespaceOf } from './namespace-argument.ts'
import { print, printJson } from './print.ts'

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
  const groups = groupRuns(selectRuns(found.runs, options), {
    by: options.by === undefined ? undefined : splitExpressions(options.by),
    values: options.value === undefined ? undefined : splitExpressions(options.value),
  })
  if (options.json === true) return printJson(asJson(groups, direction))
  if (options.csv === true) return print(groupsCsv(groups))
  if (options.markdown === true) return print(groupsMarkdown(groups, direction))
  if (options.latex === true) return print(groupsLatex(groups, direction, commandLine()))
  if (groups.groups.length === 0) return print(`0 runs in ${archive}\n`)
  print(groupsText(groups, { colors: colorsFor(process.stdout, process.env), width: process.stdout.columns || 100, direction }))
  if (found.unreadable.length > 0) print(`${found.unreadable.length} runs cannot be read: runlab list\n`)
}

function readDirection(text: string | undefined): Direction | null {
  if (text === undefined || text === 'max' || text === 'min') return text ?? null
  throw runlabError('FLAG_INVALID', { flag: '--best', value: JSON.stringify(text), expected: 'max or min' })
}

function asJson({ labels, values, groups }: Groups, direction: Direction | null): unknown {
  const best = values.map((_, index) =>
    direction === null
      ? null
      : bestOf(
          groups.flatMap(({ values: own }) => own[index] ?? []),
          direction,
        ),
  )
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
          ...(best[index] === null ? {} : { best: best[index]?.marks[place] }),
          numbers: numbers.map(({ value, seed, run }) => ({ value, seed, run: run.run.name })),
          left_out: leftOut.map(({ run, why }) => ({ run: run.run.name, why })),
        },
      ]),
    ),
  }))
}

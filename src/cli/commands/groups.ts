import type { Command } from 'commander'
import { runlabError } from '../../errors.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { bestOf } from '../../query/best.ts'
import type { Direction } from '../../query/best.ts'
import { splitExpressions } from '../../query/columns.ts'
import { groupRuns } from '../../query/groups.ts'
import type { Groups } from '../../query/groups.ts'
import { readRuns } from '../../query/read-runs.ts'
import { selectRuns } from '../../query/select.ts'
import { colorsFor } from '../../render/colors.ts'
import { archiveOf } from '../archive-option.ts'
import { groupsText } from '../groups-text.ts'
import { groupsCsv, groupsLatex, groupsMarkdown } from '../groups-table.ts'
import { namespaceOf } from '../namespace-argument.ts'
import { print, printJson } from '../print.ts'

interface Options {
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

/** `runlab groups`: runs that are equal but for the seed, with mean, spread and interval of their results. */
export function groupsCommand(program: Command): void {
  program
    .command('groups')
    .description('runs that are equal but for the seed: mean, spread, interval')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('--where <expression>', 'only runs of which it is true')
    .option('--by <expressions>', 'what makes a group; all parameters but the seed when left out')
    .option('--value <expressions>', 'what to summarise; all results when left out')
    .option('--best <max|min>', 'mark the best, and what a test cannot tell from it')
    .option('--results <dir>', 'the archive')
    .option('--json', 'everything as JSON')
    .option('--csv', 'all statistics, comma-separated')
    .option('--markdown', 'a table in Markdown')
    .option('--latex', 'a table in LaTeX, for the package booktabs')
    .action((namespace: string | undefined, options: Options) => showGroups(namespace, options))
}

function showGroups(wanted: string | undefined, options: Options): void {
  const archive = archiveOf(options.results)
  const found = readRuns(archive, { namespace: namespaceOf(wanted, archive) }, new Date())
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

/** What was typed, so that the table can be made again. */
function commandLine(): string {
  return ['runlab', ...process.argv.slice(2)]
    .map((word) => (/^[\w./=,:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
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
          ...(best[index] === null ? {} : { best: best[index]?.[place] }),
          numbers: numbers.map(({ value, seed, run }) => ({ value, seed, run: run.run.name })),
          left_out: leftOut.map(({ run, why }) => ({ run: run.run.name, why })),
        },
      ]),
    ),
  }))
}

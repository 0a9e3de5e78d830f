import { bestOf } from './best.ts'
import { headingOf } from './columns.ts'
import type { Best, Directions } from './best.ts'
import type { Group, GroupValue, Groups } from './groups.ts'
import { groupBy } from '../internal/group-by.ts'
import type { NumberSummary } from '../api/archive.ts'
import { shownText } from '../render/tables/cell-text.ts'
import { columnDecimals, spreadText } from '../render/tables/spread-text.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../render/tables/table-text.ts'
import { valueText } from '../render/value-text.ts'

const STATISTICS: readonly (readonly [string, (summary: NumberSummary) => number | null])[] = [
  ['mean', ({ mean }) => mean],
  ['sd', ({ sd }) => sd],
  ['se', ({ se }) => se],
  ['median', ({ median }) => median],
  ['iqm', ({ interquartileMean }) => interquartileMean],
  ['min', ({ min }) => min],
  ['max', ({ max }) => max],
  ['ci_low', ({ interval }) => interval?.[0] ?? null],
  ['ci_high', ({ interval }) => interval?.[1] ?? null],
]

/** All statistics with all their digits, a line a group. */
export function groupsCsv({ labels, values, groups }: Groups): string {
  const statistics = values.flatMap((value) => [`${value}.n`, ...STATISTICS.map(([name]) => `${value}.${name}`)])
  const cellsOf = ({ summary, numbers }: GroupValue): readonly string[] => [
    String(numbers.length),
    ...STATISTICS.map(([, read]) => (summary === null ? '' : String(read(summary) ?? ''))),
  ]
  const rows = groups.map((group) => [...keyCells(group), String(group.runs.length), ...group.values.flatMap(cellsOf)])
  return csvTable({ headings: [...labels, 'runs', ...statistics], rows })
}

export function groupsMarkdown(groups: Groups, directions: Directions): string {
  const best = bestCells(groups, directions)
  const cell = (text: string, isBest: boolean): string => (isBest ? `**${text}**` : text)
  const table = tableOf(
    groups,
    (text, row, column) => cell(text, best[column]?.marks[row] === true),
    (text) => text,
  )
  const legend = spreadLegend(groups, false)
  return `${markdownTable(table)}${legend === null ? '' : `\n${legend}\n`}`
}

/** What ± and brackets are; null where no group has a spread. */
export function spreadLegend({ groups }: Groups, hasIntervals: boolean): string | null {
  if (groups.every(({ values }) => values.every(({ summary }) => summary?.sd === null || summary === null))) return null
  return `mean ± standard deviation${hasIntervals ? '; [ ]: 95 % interval of the mean' : ''}`
}

/** For the paper: the best bold, and bold too what cannot be told from it. What the numbers are stands above. */
export function groupsLatex(all: Groups, directions: Directions, command: string): string {
  const groups = { ...all, groups: all.groups.filter((group) => group.n[1] > 0) }
  const best = bestCells(groups, directions)
  const cell = (text: string, isBest: boolean): string => (isBest ? `\\textbf{${latexText(text)}}` : latexText(text))
  const table = tableOf(groups, (text, row, column) => cell(text, best[column]?.marks[row] === true), latexText)
  return latexTable(table, [
    command,
    'mean ± sample standard deviation; n runs count; others are named below',
    ...(all.pooled === null ? [] : [all.pooled]),
    ...intervalComments(groups),
    ...(marksAny(directions) ? [`bold: ${bestText(best, groups, directions)}`] : []),
    ...missingComments(all),
    ...seedComments(groups),
  ])
}

function tableOf(
  { labels, values, results, groups }: Groups,
  cellOf: (mean: string, row: number, column: number) => string,
  escape: (text: string) => string,
): Parameters<typeof markdownTable>[0] {
  const decimals = decimalsOf({ values, groups })
  const rows = groups.map((group, row) => [
    ...keyCells(group).map(escape),
    countText(group),
    ...group.values.map((value, column) => cellOf(meanText(value, decimals[column] ?? null), row, column)),
  ])
  const numeric = labels.flatMap((_, column) => (groups.every(({ key }) => typeof key[column] === 'number') ? [column] : []))
  const numbers = [labels.length, ...values.map((_, column) => labels.length + 1 + column)]
  return {
    headings: [...labels.map(escape), 'n', ...valueHeadings({ values, results }).map(escape)],
    rows,
    numeric: new Set([...numeric, ...numbers]),
  }
}

function keyCells(group: Group): readonly string[] {
  return group.key.map((cell) => (cell === undefined ? '' : valueText(cell, 200)))
}

/** What a run lacks is a dash. */
export function keyText(cell: unknown, most: number): string {
  return cell === undefined ? '–' : valueText(cell, most)
}

/** A key of all groups, as a terminal shows it: numbers in six digits, as long as those that are different look different. */
export function keyTexts(groups: readonly Group[], column: number, most: number): readonly string[] {
  const cells = groups.map(({ key }) => key[column])
  const numbers = [...new Set(cells.filter((cell) => typeof cell === 'number'))]
  const isDistinct = new Set(numbers.map(shownText)).size === numbers.length
  return cells.map((cell) => (typeof cell === 'number' && isDistinct ? shownText(cell) : keyText(cell, most)))
}

/** `3`, or `2–3` where not the same runs count for all values. */
export function countText({ n: [least, most] }: Group): string {
  return least === most ? String(most) : `${least}–${most}`
}

/** Decimals of each value's means. */
export function decimalsOf({ values, groups }: Pick<Groups, 'values' | 'groups'>): readonly (number | null)[] {
  return values.map((_, column) => columnDecimals(groups.flatMap((group) => group.values[column]?.summary ?? [])))
}

export function meanText({ summary }: GroupValue, decimals: number | null): string {
  return summary === null ? '–' : spreadText(summary, decimals)
}

/** For each value, which groups are the best. */
export function bestCells({ values, groups }: Pick<Groups, 'values' | 'groups'>, directions: Directions): readonly Best[] {
  return values.map((_, column) => {
    const direction = directions[column] ?? null
    if (direction === null) return { marks: groups.map(() => false), tested: 0, others: 0 }
    return bestOf(
      groups.flatMap((group) => group.values[column] ?? []),
      direction,
    )
  })
}

export function marksAny(directions: Directions): boolean {
  return directions.some((direction) => direction !== null)
}

/** Headings of values for people, with the units of results. */
export function valueHeadings({ values, results }: Pick<Groups, 'values' | 'results'>): readonly string[] {
  return values.map((label, column) => headingOf({ label, result: results[column] ?? undefined }))
}

/** What is marked. */
export function bestText(best: readonly Best[], { values }: Pick<Groups, 'values'>, directions: Directions): string {
  const what = whatIsBest(values, directions)
  const [tested, others] = [best.reduce((sum, one) => sum + one.tested, 0), best.reduce((sum, one) => sum + one.others, 0)]
  if (tested === 0) return `${what}${others === 0 ? '' : '; there are too few runs for a test of the others'}`
  const where = tested === others ? '' : ', where there are runs enough for one,'
  return `${what}, and what a permutation test${where} does not tell from it (paired by seed where seeds are shared, Holm-corrected, 5 %)`
}

function whatIsBest(values: readonly string[], directions: Directions): string {
  for (const direction of ['max', 'min'] as const)
    if (directions.every((one) => one === direction)) return `the ${MEANS[direction]} mean`
  const parts = (['max', 'min'] as const).flatMap((direction) => {
    const those = values.filter((_, column) => directions[column] === direction)
    return those.length === 0 ? [] : [`the ${MEANS[direction]} of ${those.join(', ')}`]
  })
  return `the best mean (${parts.join('; ')})`
}

const MEANS = { max: 'highest', min: 'lowest' } as const

function intervalComments({ labels, values, groups }: Groups): readonly string[] {
  const lines = groups.flatMap((group) =>
    group.values.flatMap(({ summary }, column) => {
      if (summary?.interval === null || summary === null) return []
      const [low, high] = summary.interval.map((end) => Number(end.toPrecision(6)))
      return [`  ${nameOf(group, labels)}, ${values[column]}: n = ${summary.n}, [${low}, ${high}]`]
    }),
  )
  return lines.length === 0 ? [] : ['95 % intervals of the mean (percentile bootstrap, 10,000 resamples):', ...lines]
}

/** Runs that do not count, once each, and groups that are not in the table for it. */
function missingComments({ labels, values, groups }: Groups): readonly string[] {
  const empty = groups.filter(({ n: [, most] }) => most === 0).map((group) => nameOf(group, labels))
  const missing = groups.flatMap((group) => {
    const found = groupBy(
      group.values.flatMap(({ leftOut }, column) => leftOut.map((one) => ({ ...one, value: values[column] ?? '' }))),
      ({ run, why }) => `${run.run.name} ${why}`,
    )
    return found.flatMap((own) => {
      const [one] = own
      if (one === undefined) return []
      const where = own.length === values.length ? '' : `, ${own.map(({ value }) => value).join(', ')}`
      return [`left out of ${nameOf(group, labels)}${where}: ${one.run.run.name} (${one.why})`]
    })
  })
  return [...shortened(empty.map((name) => `not in the table, since no run counts: ${name}`)), ...shortened(missing)]
}

const MOST_COMMENTS = 5

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_COMMENTS
  return more <= 0 ? lines : [...lines.slice(0, MOST_COMMENTS), `… and ${more} more`]
}

function seedComments({ labels, groups }: Groups): readonly string[] {
  return groups
    .filter(({ repeatedSeeds }) => repeatedSeeds.length > 0)
    .map((group) => `${nameOf(group, labels)}: ${repeatedText(group)}`)
}

/** `the seeds 1, 2 come more than once: all of these runs count`. */
export function repeatedText({ repeatedSeeds: seeds }: Pick<Group, 'repeatedSeeds'>): string {
  const which = seeds.length === 1 ? `the seed ${seeds[0]} comes` : `the seeds ${seeds.join(', ')} come`
  return `${which} more than once: all of these runs count`
}

function nameOf(group: Group, labels: readonly string[]): string {
  const parts = labels.map((label, index) => `${label} = ${keyText(group.key[index], 60)}`)
  return parts.length === 0 ? 'all runs' : parts.join(', ')
}

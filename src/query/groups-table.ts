import { bestOf } from './best.ts'
import { headingOf } from './columns.ts'
import type { Best, Directions } from './best.ts'
import type { Group, GroupValue, Groups } from './groups.ts'
import type { NumberSummary } from '../api/archive.ts'
import { spreadText } from '../render/tables/spread-text.ts'
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
  const cell = (value: GroupValue, isBest: boolean): string => (isBest ? `**${meanText(value)}**` : meanText(value))
  return markdownTable(
    tableOf(
      groups,
      (value, row, column) => cell(value, best[column]?.marks[row] === true),
      (text) => text,
    ),
  )
}

/** For the paper: the best bold, and bold too what cannot be told from it. What the numbers are stands above. */
export function groupsLatex(groups: Groups, directions: Directions, command: string): string {
  const best = bestCells(groups, directions)
  const cell = (value: GroupValue, isBest: boolean): string =>
    isBest ? `\\textbf{${latexText(meanText(value))}}` : latexText(meanText(value))
  const table = tableOf(groups, (value, row, column) => cell(value, best[column]?.marks[row] === true), latexText)
  return latexTable(table, [
    command,
    'mean ± sample standard deviation; n runs count; others are named below',
    ...intervalComments(groups),
    ...(marksAny(directions) ? [`bold: ${bestText(best)}`] : []),
    ...leftOutComments(groups),
    ...seedComments(groups),
  ])
}

function tableOf(
  { labels, values, results, groups }: Groups,
  cellOf: (value: GroupValue, row: number, column: number) => string,
  escape: (text: string) => string,
): Parameters<typeof markdownTable>[0] {
  const rows = groups.map((group, row) => [
    ...keyCells(group).map(escape),
    countText(group),
    ...group.values.map((value, column) => cellOf(value, row, column)),
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

/** `3`, or `2–3` where not the same runs count for all values. */
export function countText({ n: [least, most] }: Group): string {
  return least === most ? String(most) : `${least}–${most}`
}

export function meanText({ summary }: GroupValue): string {
  if (summary === null) return '–'
  const { mean, spread } = spreadText(summary.mean, summary.sd)
  return spread === null ? mean : `${mean} ± ${spread}`
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
export function bestText(best: readonly Best[]): string {
  const [tested, others] = [best.reduce((sum, one) => sum + one.tested, 0), best.reduce((sum, one) => sum + one.others, 0)]
  if (tested === 0) return `the best mean${others === 0 ? '' : '; there are too few runs for a test of the others'}`
  const where = tested === others ? '' : ', where there are runs enough for one,'
  return `the best mean, and what a permutation test${where} does not tell from it (paired by seed where seeds are shared, Holm-corrected, 5 %)`
}

function intervalComments({ labels, values, groups }: Groups): readonly string[] {
  return groups.flatMap((group) =>
    group.values.flatMap(({ summary }, column) => {
      if (summary?.interval === null || summary === null) return []
      const [low, high] = summary.interval.map((end) => Number(end.toPrecision(6)))
      return [
        `${nameOf(group, labels)}, ${values[column]}: n = ${summary.n}, 95 % of the mean (bootstrap, 10,000 draws) [${low}, ${high}]`,
      ]
    }),
  )
}

function leftOutComments({ labels, values, groups }: Groups): readonly string[] {
  return groups.flatMap((group) =>
    group.values.flatMap(({ leftOut }, column) =>
      leftOut.map(({ run, why }) => `left out of ${nameOf(group, labels)}, ${values[column]}: ${run.run.name} (${why})`),
    ),
  )
}

function seedComments({ labels, groups }: Groups): readonly string[] {
  return groups
    .filter(({ repeatedSeeds }) => repeatedSeeds.length > 0)
    .map((group) => `several runs of ${nameOf(group, labels)} have the seed ${group.repeatedSeeds.join(', ')}: all of them count`)
}

function nameOf(group: Group, labels: readonly string[]): string {
  const parts = labels.map((label, index) => `${label} = ${valueText(group.key[index], 60)}`)
  return parts.length === 0 ? 'all runs' : parts.join(', ')
}

import type { Best, Directions } from '../query/best.ts'
import type { Group, GroupValue, Groups } from '../query/groups.ts'
import {
  bestCells,
  bestText,
  countText,
  decimalsOf,
  keyText,
  keyTexts,
  marksAny,
  meanText,
  repeatedText,
  spreadLegend,
  valueHeadings,
} from '../query/groups-table.ts'
import { leftOutTexts } from '../query/left-out-text.ts'
import type { Colors } from '../render/colors.ts'
import { intervalText } from '../render/tables/spread-text.ts'
import { alignedTable } from '../render/tables/table-text.ts'
import type { TextTable } from '../render/tables/table-text.ts'
import { visibleText } from '../render/visible-text.ts'
import { wrapText } from '../render/wrap-text.ts'
import { fitColumns, leftColumnsText } from './fit-columns.ts'

const INTERVAL = '95 % of the mean'
const BAR = 10
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

export interface GroupsStyle {
  readonly colors: Colors
  readonly width: number
  /** Of each value, whether the highest or the lowest mean is the best. */
  readonly directions: Directions
}

/** Groups for a terminal: what tells them apart, how many runs, mean ± standard deviation with its interval, and what is left out. */
export function groupsText(groups: Groups, { colors, width, directions }: GroupsStyle): string {
  const best = bestCells(groups, directions)
  const whole = groupTable(groups, best)
  // Of a single value the bar is the first to go.
  const table = groups.values.length === 1 && widthOf(whole) > width ? withoutLast(whole) : whole
  const [keys, n] = [[...groups.labels.keys()], groups.labels.length]
  const { lines, left } = fitColumns(table, { width, first: [n, n + 1, ...keys], least: 2 })
  const [heading = '', ...rows] = lines
  const hasIntervals = table.headings.includes(INTERVAL) && !left.includes(INTERVAL)
  const more = leftColumnsText(left)
  const dim = [spreadLegend(groups, hasIntervals) ?? [], more ?? []].flat()
  const notes = [...(marksAny(directions) ? [`* ${bestText(best, groups, directions)}`] : []), ...shortened(notesOf(groups))]
  const wrapped = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => wrapText(visibleText(text), width))
  return [colors.dim(heading), ...rows, ...wrapped(dim).map(colors.dim), ...wrapped(notes).map(colors.yellow)]
    .map((line) => `${line}\n`)
    .join('')
}

/** Notes that anybody reads. */
const MOST_NOTES = 10

function shortened(notes: readonly string[]): readonly string[] {
  const more = notes.length - MOST_NOTES
  return more <= 0 ? notes : [...notes.slice(0, MOST_NOTES), `… ${more} more: --json`]
}

function groupTable({ labels, values, results, groups }: Groups, best: readonly Best[]): TextTable {
  const single = values.length === 1
  const headings = [
    ...labels,
    'n',
    ...valueHeadings({ values, results }).flatMap((value) => (single ? [value, INTERVAL, ''] : [value])),
  ]
  const decimals = decimalsOf({ values, groups })
  const highest = Math.max(...groups.map(({ values: [first] }) => first?.summary?.mean ?? 0))
  const keys = labels.map((_, column) => keyTexts(groups, column, 24))
  const rows = groups.map((group, row) => [
    ...keys.map((texts) => texts[row] ?? ''),
    countText(group),
    ...group.values.flatMap((value, column) => {
      const mean = `${meanText(value, decimals[column] ?? null)}${best[column]?.marks[row] === true ? ' *' : ''}`
      return single ? [mean, intervalOf(value, decimals[column] ?? null), barOf(value, highest)] : [mean]
    }),
  ])
  const numeric = labels.flatMap((_, column) => (groups.every(({ key }) => typeof key[column] === 'number') ? [column] : []))
  // Of a single value the interval and the bar stand behind it.
  const numbers = single ? [labels.length + 1] : values.map((_, column) => labels.length + 1 + column)
  return { headings, rows, numeric: new Set([...numeric, labels.length, ...numbers]) }
}

function intervalOf({ summary }: GroupValue, decimals: number | null): string {
  return summary?.interval === null || summary === null ? '' : intervalText(summary.interval, decimals)
}

/** The share of the highest mean, where all are positive. */
function barOf({ summary }: GroupValue, highest: number): string {
  if (summary === null || summary.mean < 0 || !(highest > 0)) return ''
  const eighths = Math.round((summary.mean / highest) * BAR * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}

/** Over what groups are pooled; what does not count, by name; seeds that repeat. */
export function notesOf({ labels, values, groups, pooled }: Groups): readonly string[] {
  const notes = groups.flatMap((group) => {
    const where = labels.map((label, index) => `${label} ${keyText(group.key[index], 24)}`).join(', ')
    const seeds = group.repeatedSeeds.length === 0 ? [] : [repeatedText(group)]
    return [...textsOfGroup(group, values), ...seeds].map((text) => (where === '' ? text : `${where}: ${text}`))
  })
  return [...(pooled === null ? [] : [pooled]), ...notes]
}

/** `1 failed: x8qa`; once where it is the same for all values. */
function textsOfGroup(group: Group, values: readonly string[]): readonly string[] {
  const texts = group.values.map(({ leftOut }) => leftOutTexts(leftOut))
  const isSame = texts.every((those) => those.join() === texts[0]?.join())
  if (isSame) return texts[0] ?? []
  return texts.flatMap((those, index) => those.map((text) => `${values[index]}: ${text}`))
}

function widthOf(table: TextTable): number {
  return Math.max(...alignedTable(table).map((line) => Array.from(line).length))
}

function withoutLast({ headings, rows, numeric }: TextTable): TextTable {
  return { headings: headings.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)), numeric }
}

import { chooseEvenly } from '../../internal/choose-evenly.ts'
import { groupBy } from '../../internal/group-by.ts'
import { clamp } from './extent.ts'
import type { EndLabel } from './line-labels.ts'
import { groupsOf } from './line-colours.ts'
import { shortNames } from './line-names.ts'
import { numberText } from './number-text.ts'
import { textWidth } from './text-width.ts'
import { FONT_SIZE } from './theme.ts'

/** Pixels of a label that are enough, and of a name in it that it has in any case. */
const WIDEST = 190
const NAME = 100

/** A line's points in the order in which they came, and its name and colour. */
export interface EndedLine {
  readonly label: string
  readonly group?: string | undefined
  readonly colour: string
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

export interface EndOptions {
  /** The lowest and the highest value of the scale, on which each digit that can be seen is said. */
  readonly domain: readonly [number, number]
  readonly isLog: boolean
  /** Labels that have room; of more lines so many are named, from the lowest end to the highest, or one of each group. */
  readonly most: number
}

export interface LineEnds {
  readonly labels: readonly EndLabel[]
  /** How the lines are named, where that has to be said. */
  readonly note: string | null
}

/** The last value of each line, with its name where there are several, and what came after it where that is no number. */
export function lineEnds(lines: readonly EndedLine[], { domain, isLog, most }: EndOptions): LineEnds {
  const digits = isLog ? 4 : digitsOf(domain)
  const ends = lines.map(endOf)
  const groups = lines.length > most ? groupsOf(lines) : null
  const isByGroup = groups !== null && groups.length <= most
  // Against all lines, also those that have no end: what all of them share tells none apart.
  const { names, keys } = shortNames(
    lines.map(({ label, group }) => (isByGroup ? (group ?? label) : label)),
    ends.map((end) => Math.max(NAME, WIDEST - textWidth(` ${end?.text ?? ''}`, FONT_SIZE))),
  )
  const named = ends.flatMap((end, i) => (end === null ? [] : [{ ...end, name: lines.length === 1 ? '' : (names[i] as string) }]))
  const byHeight = named.toSorted((a, b) => a.y - b.y)
  const by = keys === null ? '' : ` by ${keys}`
  if (named.length <= most) return { labels: named, note: by === '' ? null : `named${by}` }
  if (!isByGroup) return { labels: chooseEvenly(byHeight, most), note: `${lines.length} lines, ${most} of them named${by}` }
  const middles = groupBy(byHeight, ({ name }) => name).map((group) => group[(group.length - 1) >> 1] as EndLabel)
  return { labels: middles, note: `${lines.length} lines, of each colour the middle one named${by}` }

  function endOf(line: EndedLine): Omit<EndLabel, 'name'> | null {
    const at = lastFinite(line)
    if (at === -1) return null
    const [value, last] = [line.y[at] as number, line.y[line.y.length - 1] as number]
    const text = `${numberText(value, digits)}${Number.isFinite(last) ? '' : `, then ${numberText(last)}`}`
    // What has no logarithm is marked at the lower edge.
    return { text, colour: line.colour, x: line.x[at] as number, y: isLog && value <= 0 ? domain[0] : clamp(value) }
  }
}

function lastFinite({ x, y }: EndedLine): number {
  let at = y.length - 1
  while (at >= 0 && !(Number.isFinite(y[at]) && Number.isFinite(x[at]))) at--
  return at
}

/** As many as tell apart what is a hundredth of the scale apart. */
function digitsOf([min, max]: readonly [number, number]): number {
  const share = Math.max(Math.abs(min), Math.abs(max)) / (max - min)
  return Math.min(15, Math.max(4, Math.ceil(Math.log10(share)) + 3))
}

import { dateTexts, dateTicks } from './date-ticks.ts'
import { linearTicks } from './linear-ticks.ts'
import { logTicks, symmetricTicks, tickTexts } from './scale-ticks.ts'
import { textWidth } from './text-width.ts'
import { FONT_SIZE } from './theme.ts'

export interface ScaleSpec {
  readonly label: string
  readonly isLog: boolean
  readonly domain: readonly [number, number]
  /** Linear up to here on both sides of 0, and logarithmic beyond. */
  readonly logBeyond?: number | null
  /** Whether only whole numbers are values, so that only they are ticks. */
  readonly isWhole?: boolean
  /** Whether values are milliseconds since the epoch, told as dates. */
  readonly isDate?: boolean
  /** What stands at 0, 1, 2 … in place of numbers. */
  readonly names?: readonly string[]
  /** Where ticks are, if not everywhere, and what stands below and above that. */
  readonly within?: readonly [number, number]
  readonly beyond?: { readonly under: string; readonly over: string }
}

/** How many ticks x has, about. */
const X_TICKS = 8
const TICK_GAP = 12
/** Fewer ticks of a linear scale leave its values untold. */
const FEWEST = 3

/** As many as have room for their texts beside one another: of steps that are times in milliseconds few. */
export function fittingTicks(x: ScaleSpec, width: number): readonly number[] {
  for (let count = X_TICKS; count > 1; count--) {
    const ticks = ticksOf(x, count)
    const texts = textsOf(x, ticks)
    const widest = Math.max(...texts.map((text) => textWidth(text, FONT_SIZE)))
    const [first = 0, second = Infinity] = ticks
    const apart = ((second - first) / (x.domain[1] - x.domain[0])) * width
    if (x.isLog || x.names !== undefined || apart >= widest + TICK_GAP) return ticks
  }
  return ticksOf(x, 1)
}

export function textsOf({ isDate = false, names }: ScaleSpec, ticks: readonly number[]): readonly string[] {
  if (names !== undefined) return ticks.map((tick) => names[tick] ?? '')
  return isDate ? dateTexts(ticks) : tickTexts(ticks)
}

export function ticksOf(scale: ScaleSpec, count: number): readonly number[] {
  const { isLog, logBeyond = null, isWhole = false, isDate = false, within: domain = scale.domain, names } = scale
  if (names !== undefined) return names.map((_, at) => at)
  if (isDate) return dateTicks(domain, count)
  if (isLog) return logTicks(domain)
  if (logBeyond !== null) return symmetricTicks(domain, logBeyond)
  const rough = linearTicks(domain, count)
  const ticks = (rough.length < FEWEST && count > FEWEST ? linearTicks(domain, 2 * count) : rough).filter((tick) =>
    hasRoom(tick, domain, scale.beyond),
  )
  return isWhole ? ticks.filter(Number.isInteger) : ticks
}

/** Of the ticks' range: what the text of what lies outside takes of it. */
const NEAR = 0.05

function hasRoom(tick: number, [low, high]: readonly [number, number], beyond: ScaleSpec['beyond']): boolean {
  const near = NEAR * (high - low)
  return beyond === undefined || ((beyond.under === '' || tick > low + near) && (beyond.over === '' || tick < high - near))
}

import type { LineChart } from '../../api/visual.ts'
import { asksForLog } from './choose-scale.ts'
import { dateNote } from './date-ticks.ts'
import { clamp, extentOf, widen } from './extent.ts'
import { Y_LABEL_ROOM } from './frame.ts'
import type { ScaleSpec } from './axis-ticks.ts'
import { labelWith } from './mass-range.ts'
import { timeUnit } from './scale-ticks.ts'
import { WIDTH } from './theme.ts'

/** What lies where. */
export interface PlacedLine {
  readonly x: Float64Array
  readonly y: ArrayLike<number>
}

/** Time in the unit in which it is best told. */
export function scaleOfX({ x }: Pick<LineChart, 'x'>, lines: readonly PlacedLine[]): ScaleSpec & { readonly size: number } {
  const extent = x.domain ?? extentOf(lines.map((line) => line.x)) ?? [0, 0]
  if (x.scale === 'time') {
    const { name, size } = timeUnit(extent[1] - Math.min(0, extent[0]))
    const domain = extent[0] === extent[1] ? widen(extent, 0) : extent
    return { label: `${x.label} (${name})`, isLog: false, domain: [domain[0] / size, domain[1] / size], size }
  }
  const isLog = x.scale === 'log' && extent[0] > 0
  const isWhole = lines.every((line) => line.x.every(Number.isInteger))
  return { label: x.label, isLog, isWhole, domain: extent[0] === extent[1] ? beside(extent[0]) : extent, size: 1 }
}

/** Dates in UTC, by the calendar. */
export function calendarOf({ x }: LineChart, lines: readonly PlacedLine[]): ReturnType<typeof scaleOfX> {
  const extent = x.domain ?? extentOf(lines.map((line) => line.x)) ?? [0, 0]
  const domain: readonly [number, number] = extent[0] === extent[1] ? [extent[0] - 1000, extent[1] + 1000] : extent
  const label = labelWith(x.label, [dateNote(domain)], WIDTH - 32)
  return { label, isLog: false, isDate: true, domain, size: 1 }
}

/** Logarithmic where that is asked for and any value has a logarithm, and where the values ask for it. */
export function scaleOfY(
  { y }: Pick<LineChart, 'y'>,
  lines: readonly PlacedLine[],
  extent: readonly [number, number],
): ScaleSpec {
  const columns = lines.map((line) => line.y)
  const isLog = y.scale === undefined ? asksForLog(columns) : y.scale === 'log' && extent[1] > 0
  const isFixed = y.domain !== undefined && (!isLog || y.domain[0] > 0)
  const domain = isFixed ? y.domain : domainOfY(columns, extent, isLog)
  return isLog
    ? { label: labelWith(y.label, ['logarithmic'], Y_LABEL_ROOM), isLog, domain }
    : { label: y.label, isLog, isWhole: columns.every(areWhole), domain }
}

/** All values with some room around them. */
export function domainOfY(
  columns: readonly ArrayLike<number>[],
  extent: readonly [number, number],
  isLog: boolean,
): readonly [number, number] {
  if (isLog) return widenLog(extent[0] > 0 ? extent : (extentOf(columns.map(withLogarithm)) ?? extent))
  return extent[0] === extent[1] && columns.every(areWhole) ? beside(extent[0]) : widen(extent, 0.05)
}

/** Whether its numbers are whole ones. */
function areWhole(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]) && !Number.isInteger(values[i])) return false
  return true
}

/** From the whole number below a whole number to the one above it. */
function beside(value: number): readonly [number, number] {
  const room = Math.max(1, Math.abs(value) * 1e-12)
  return [value - room, value + room]
}

/** What is 0 or less goes to where logarithms of smaller and smaller values go. */
export function withLogarithm<T extends ArrayLike<number>>(values: T): T | Float64Array {
  for (let i = 0; i < values.length; i++)
    if ((values[i] as number) <= 0) return Float64Array.from(values, (value) => (value <= 0 ? -Infinity : value))
  return values
}

function widenLog([min, max]: readonly [number, number]): readonly [number, number] {
  const room = Math.max(0.1, 0.04 * (Math.log(max) - Math.log(min)))
  return [Math.max(Number.MIN_VALUE, min * Math.exp(-room)), clamp(max * Math.exp(room))]
}

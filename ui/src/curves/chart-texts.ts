import type { Line } from './parse-curves.ts'
import { numberText } from '../text/number-text.ts'

/** `840 of 5,000 points`: how much of what there is of a line in the range is drawn. Exact. */
export function countText(lines: readonly Line[], x: string): string {
  const filled = lines.filter(({ of }) => of > 0)
  if (filled.length === 0) return ''
  const [shown, of] = [filled.map((line) => line.shown), filled.map((line) => line.of)]
  const unit = x === 'step' && filled.some(({ numbers }) => numbers.n !== undefined) ? 'steps' : 'points'
  if (shown.every((count, i) => count === of[i])) return `all ${between(of)} ${unit}`
  return `showing ${between(shown)} of ${between(of)} ${unit}`
}

function between(counts: readonly number[]): string {
  const [low, high] = [Math.min(...counts), Math.max(...counts)]
  const text = (count: number): string => count.toLocaleString('en')
  return low === high ? text(low) : `${text(low)}–${text(high)}`
}

/** What has to be known to read a chart. */
export function notesOf(
  lines: readonly Line[],
  { isLogY, from }: { readonly isLogY: boolean; readonly from: number },
): readonly string[] {
  const sum = (numberOf: (line: Line) => number): number => lines.reduce((total, line) => total + numberOf(line), 0)
  const odd = sum(({ nonFinite }) => nonFinite)
  const repeated = sum((line) => line.repeated)
  const unplaced = sum((line) => line.unplaced)
  const below = isLogY && lines.some(({ numbers }) => numbers.y?.some((y, i) => y <= 0 && (numbers.x?.[i] ?? 0) >= from))
  const left = [...new Set(lines.flatMap((line) => line.left.map((text) => text.replace(/^\d+ /, ''))))].map((why) => {
    const count = sum((line) => line.left.reduce((own, text) => own + (text.endsWith(why) ? Number.parseInt(text, 10) : 0), 0))
    return `${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'} ${why}`
  })
  return [
    ...(odd > 0 ? [`${odd.toLocaleString('en')} ${odd === 1 ? 'value is' : 'values are'} NaN or infinite`] : []),
    ...(below ? ['values of zero and below have no place on a logarithmic axis'] : []),
    ...(unplaced > 0 ? [`${unplaced.toLocaleString('en')} points have nothing below them`] : []),
    ...(repeated > 0 ? [`${repeated.toLocaleString('en')} points are left out: their run has a later one at the same x`] : []),
    ...(lines.some(({ isInterpolated }) => isInterpolated) ? ['interpolated between the points of each run'] : []),
    ...left,
  ]
}

/** What a point is: its value, and in a second text what is around it. */
export function pointTexts({ numbers }: Line, index: number): readonly string[] {
  const value = numberText((numbers.smooth ?? numbers.y)?.[index] ?? Number.NaN)
  const [low, high, n] = [numbers.low?.[index], numbers.high?.[index], numbers.n?.[index]]
  const raw = numbers.smooth === undefined ? [] : [`raw ${numberText(numbers.y?.[index] ?? Number.NaN)}`]
  const band = low !== undefined && high !== undefined && Number.isFinite(low) ? [`${brief(low)} to ${brief(high)}`] : []
  const runs = n === undefined ? [] : [`${n} ${n === 1 ? 'run' : 'runs'}`]
  return [value, [...raw, ...band, ...runs].join(', ')].filter((text) => text !== '')
}

function brief(value: number): string {
  return numberText(Number(value.toPrecision(4)))
}

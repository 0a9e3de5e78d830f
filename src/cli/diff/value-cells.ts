import { inspect } from 'node:util'
import { firstDifference } from '../../analysis/compare/first-difference.ts'
import type { NumberDifference } from '../../analysis/compare/run-diff.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { valueText } from '../../render/value-text.ts'

/** Two values as a table shows them. */
export interface ValueCells {
  /** Where in them they differ, where only that place is shown. */
  readonly place: string
  readonly before: string
  readonly after: string
  /** How many places differ besides. */
  readonly more: string
}

/** Stands where a run has nothing. */
export const NOTHING = '—'

/** Lists and objects of at most so many characters are shown in full. */
const SHORT = 24
/** Of longer texts only so much is looked at, around where they differ. */
const LONG = 1000

/** A value as one line. */
export function cellText(value: unknown, limit = Infinity): string {
  return value === '' ? "''" : valueText(value, limit)
}

/** Two values, as tagged JSON, that differ; of long lists and objects the first place at which they do. */
export function valueCells(before: JsonValue, after: JsonValue): ValueCells {
  const [one, other] = [decodeValue(before), decodeValue(after)]
  const whole = textsOf(one, other)
  if (Math.max(whole.before.length, whole.after.length) <= SHORT) return whole
  const first = firstDifference(one, other)
  if (first === null || first.path === '') return whole
  const inner = first.before === null || first.after === null ? null : textsOf(first.before.value, first.after.value)
  return {
    place: first.path,
    before: inner?.before ?? heldText(first.before),
    after: inner?.after ?? heldText(first.after),
    more: first.count === 1 ? '' : `${first.count - 1} more ${first.count === 2 ? 'place' : 'places'}`,
  }
}

/** Digits of two numbers: as few as tell them apart. */
const DIGITS = [6, 9, 12, 15, 17]

/** Two numbers, rounded to six digits, or to as many as tell them apart. Whole numbers stay. */
export function numberTexts(one: number, other: number): readonly [string, string] {
  const rounded = (value: number, digits: number): string =>
    Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(digits)))
  const digits = DIGITS.find((count) => rounded(one, count) !== rounded(other, count)) ?? 17
  return [rounded(one, digits), rounded(other, digits)]
}

/** With quotes and the like where the texts alone are the same: `5` and `'5'`. */
function textsOf(one: unknown, other: unknown): ValueCells {
  if (typeof one === 'number' && typeof other === 'number' && !Object.is(one, -0) && !Object.is(other, -0)) {
    const [before, after] = numberTexts(one, other)
    return { place: '', before, after, more: '' }
  }
  const [before, after] = [cellText(one), cellText(other)]
  if (before === after) return { place: '', before: inspect(one), after: inspect(other), more: '' }
  const start = Math.max(before.length, after.length) <= LONG ? 0 : Math.max(0, firstUnlike(before, after) - LONG / 2)
  const part = (text: string): string => `${start === 0 ? '' : '…'}${text.slice(start, start + LONG)}`
  return { place: '', before: part(before), after: part(after), more: '' }
}

function firstUnlike(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

function heldText(held: { readonly value: unknown } | null): string {
  return held === null ? NOTHING : cellText(held.value, LONG)
}

/** `+0.1, +25 %`; empty for no difference of numbers. */
export function differenceText(difference: NumberDifference | null): string {
  if (difference === null) return ''
  const { absolute, percent } = difference
  return percent === null ? signed(absolute) : `${signed(absolute)}, ${signed(percent)} %`
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${Number(value.toPrecision(3))}`
}

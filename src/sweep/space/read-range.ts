import { describeValue } from '../../internal/describe-value.ts'
import type { Condition } from './condition.ts'
import type { Dimension, RangeDimension } from './dimension.ts'
import { roundOff } from './round-off.ts'
import type { SpaceFault } from './space-fault.ts'

/** The most values that a range with steps may have: a finer step says nothing. */
const MOST_CELLS = 2 ** 31

interface GivenRange {
  readonly name: string
  readonly when: Condition | null
  readonly given: Readonly<Record<string, unknown>>
}

/** A range of numbers; one with a `count` becomes the list of them. */
export function readRange({ name, when, given }: GivenRange, fault: SpaceFault): Dimension {
  const [low, high] = readEnds(given['range'], fault)
  const log = readFlag(given, 'log', fault)
  const integer = readFlag(given, 'integer', fault)
  const step = readNumber(given, 'step', fault)
  const count = readNumber(given, 'count', fault)
  if (log && low <= 0) throw fault(`a logarithmic range cannot begin at ${low}`, 'Begin above 0, say at 1e-6.')
  if (log && step !== null) throw fault('a logarithmic range has no step', 'Say how many values with count, or leave out log.')
  if (integer) checkIntegers([low, high, step], fault)
  if (step !== null) checkStep({ low, high, step }, fault)
  if (count === null)
    return { kind: 'range', name, when, low, high, log, integer, step: integer ? (step ?? (log ? null : 1)) : step }
  if (step !== null) throw fault('a range has a step or a count, not both')
  const values = spread({ low, high, log, integer }, count, fault)
  return { kind: 'list', name, when, values: Object.freeze(values), ordered: true }
}

function readEnds(value: unknown, fault: SpaceFault): readonly [number, number] {
  const ends: readonly unknown[] = Array.isArray(value) ? value : []
  const [low, high] = ends
  if (
    ends.length !== 2 ||
    typeof low !== 'number' ||
    typeof high !== 'number' ||
    !Number.isFinite(low) ||
    !Number.isFinite(high)
  ) {
    throw fault('a range needs two finite numbers', 'Write range(0, 1), or range: [0, 1].')
  }
  if (low > high) throw fault(`the range begins at ${low}, above its end ${high}`, `Did you mean ${high}..${low}?`)
  if (!Number.isFinite(high - low)) throw fault(`the range from ${low} to ${high} is too wide`)
  return [low, high]
}

function readFlag(given: GivenRange['given'], key: string, fault: SpaceFault): boolean {
  const value = given[key] ?? false
  if (typeof value !== 'boolean') throw fault(`${key} is ${describeValue(value)}, not true or false`)
  return value
}

function readNumber(given: GivenRange['given'], key: 'step' | 'count', fault: SpaceFault): number | null {
  const value = given[key] ?? null
  if (value === null) return null
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw fault(`its ${key} is not a number above 0`)
  if (key === 'count' && !Number.isSafeInteger(value)) throw fault(`its count is ${value}, which is no integer`)
  return value
}

function checkIntegers(numbers: readonly (number | null)[], fault: SpaceFault): void {
  const broken = numbers.find((number) => number !== null && !Number.isSafeInteger(number))
  if (broken !== undefined) throw fault(`it is a range of integers, and ${broken} is none`)
}

function checkStep({ low, high, step }: { low: number; high: number; step: number }, fault: SpaceFault): void {
  if (step > high - low) throw fault(`its step ${step} is longer than the range from ${low} to ${high}`)
  if ((high - low) / step > MOST_CELLS) throw fault(`its step ${step} is too fine for the range from ${low} to ${high}`)
}

function spread(
  { low, high, log, integer }: Pick<RangeDimension, 'low' | 'high' | 'log' | 'integer'>,
  count: number,
  fault: SpaceFault,
): readonly number[] {
  if (count > 1e6) throw fault(`its count ${count} is more than a million`)
  if (low === high || count === 1) {
    if (low !== high) throw fault('its count is 1, and it has two ends', 'Give a count of 2 or more, or one value.')
    return [low]
  }
  const at = (share: number): number => (log ? low * (high / low) ** share : low + share * (high - low))
  const values = Array.from({ length: count }, (_, i) => (i === 0 ? low : i === count - 1 ? high : at(i / (count - 1))))
  return [...new Set(values.map((value) => (integer ? Math.round(value) : roundOff(value))))]
}

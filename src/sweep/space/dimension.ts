import type { JsonValue } from '../../format/json-value.ts'
import type { Condition } from './condition.ts'

/** One parameter of a search space, checked. */
export type Dimension = ListDimension | RangeDimension

interface DimensionFacts {
  readonly name: string
  /** When the parameter is there at all; null for always. */
  readonly when: Condition | null
}

/** Values that are written out. */
export interface ListDimension extends DimensionFacts {
  readonly kind: 'list'
  readonly values: readonly JsonValue[]
  /** Whether values lie nearer to some than to others: numbers that grow. */
  readonly ordered: boolean
}

/** Numbers between two ends, both included. */
export interface RangeDimension extends DimensionFacts {
  readonly kind: 'range'
  readonly low: number
  readonly high: number
  /** Even in the logarithm. */
  readonly log: boolean
  readonly integer: boolean
  /** Between neighbours; null where every number of the range is meant, or every integer. */
  readonly step: number | null
}

/** What a dimension may be defined by, for a parameter whose values are of type V. A text is read as the command line is. */
export type DimensionDefinition<V = JsonValue> =
  | string
  | readonly V[]
  | ChoiceDefinition<V>
  | ([V] extends [number] ? NumberDefinition : JsonValue extends V ? NumberDefinition : never)

type NumberDefinition = GridDefinition | RangeDefinition

export interface ChoiceDefinition<V> extends DimensionOptions {
  /** Values without an order. */
  readonly choice: readonly V[]
}

export interface GridDefinition extends DimensionOptions {
  /** Numbers with an order: samplers that can, look between and beside the good ones. */
  readonly grid: readonly number[]
}

export interface RangeDefinition extends DimensionOptions, RangeOptions {
  /** Both ends included. */
  readonly range: readonly [low: number, high: number]
}

export interface DimensionOptions {
  /** `layers > 2`: the parameter is there only when this holds for the others. */
  readonly when?: string
}

export interface RangeOptions {
  /** Even in the logarithm; the ends are positive. */
  readonly log?: boolean
  /** Integers only. */
  readonly integer?: boolean
  /** Between neighbours, from the low end. */
  readonly step?: number
  /** So many values at equal distances, both ends among them: what a grid takes of the range. */
  readonly count?: number
}

/** Values without an order: `choice(['adam', 'sgd'])`. */
export function choice<const V>(values: readonly V[], options: DimensionOptions = {}): ChoiceDefinition<V> {
  return { choice: values, ...options }
}

/** Numbers that are tried as they are: `grid([1.5, 2, 2.5])`. */
export function grid(values: readonly number[], options: DimensionOptions = {}): GridDefinition {
  return { grid: values, ...options }
}

/** Numbers from low to high, both included: `range(1e-5, 1e-1, { log: true })`. */
export function range(low: number, high: number, options: RangeOptions & DimensionOptions = {}): RangeDefinition {
  return { range: [low, high], ...options }
}

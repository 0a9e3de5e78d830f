import type { JsonValue } from '../../format/json-value.ts'
import type { Point } from './point.ts'

export type Scalar = string | number | boolean | null

export const OPERATORS = ['==', '!=', '<=', '>=', '<', '>', 'in'] as const
export type Operator = (typeof OPERATORS)[number]

/** One comparison: `layers > 2`, `optimizer in ["adam", "sgd"]`. */
export interface ConditionTerm {
  readonly parameter: string
  readonly operator: Operator
  /** One, but for `in`. */
  readonly values: readonly Scalar[]
}

/** Comparisons that all have to hold. */
export interface Condition {
  /** As it was written. */
  readonly text: string
  readonly terms: readonly ConditionTerm[]
}

/** Whether it holds for the parameters that are there; never where one is not. */
export function holds(condition: Condition | null, point: Point): boolean {
  return condition === null || condition.terms.every((term) => holdsTerm(term, point[term.parameter]))
}

function holdsTerm({ operator, values }: ConditionTerm, actual: JsonValue | undefined): boolean {
  if (actual === undefined) return false
  const expected = values[0] ?? null
  switch (operator) {
    case '==':
      return actual === expected
    case '!=':
      return actual !== expected
    case 'in':
      return values.some((value) => value === actual)
    case '<':
      return compare(actual, expected) < 0
    case '<=':
      return compare(actual, expected) <= 0
    case '>':
      return compare(actual, expected) > 0
    case '>=':
      return compare(actual, expected) >= 0
  }
}

/** Below zero, zero or above it; NaN, which no comparison holds for, where one is no number. */
function compare(a: JsonValue, b: Scalar): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : Number.NaN
}

import { runlabError } from '../errors.ts'
import { globPattern } from '../internal/glob-pattern.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { listOf, number, oneOf, text } from './json-parsers.ts'
import { shape } from './shape.ts'
import type { Parsed } from './shape.ts'

/** How far a number may be from the original: a number is relative to it; both together add up, as in numpy's `isclose`. */
export type Tolerance =
  | number
  | { readonly relative?: number; readonly absolute?: number }
  /** Not compared: times, for instance. */
  | 'ignore'
  /** Pictures are the same when their pixels are. */
  | 'pixels'

/** Tolerances by name: of a value, series or artifact, or a pattern, `loss/*`. Of several that fit, the last counts. */
export type Tolerances = Readonly<Record<string, Tolerance>>

const declaredTolerance = shape({
  /** A name or a pattern: `loss/*`. */
  name: text,
  how: oneOf('numbers', 'ignore', 'pixels'),
  relative: number,
  absolute: number,
})
export const declaredTolerances = listOf(declaredTolerance)
/** A tolerance that an experiment declares, as the metadata has it. */
export interface DeclaredTolerance extends Parsed<typeof declaredTolerance> {}

/** Rules of what experiments declare, in their order. */
export function rulesOfDeclared(declared: readonly DeclaredTolerance[]): readonly ToleranceRule[] {
  return declared.map(({ name, how, relative, absolute }) => {
    const sizes = [...(relative > 0 || absolute === 0 ? [`${relative}`] : []), ...(absolute > 0 ? [`absolute:${absolute}`] : [])]
    return { text: `${name}=${how === 'numbers' ? sizes.join('+') : how}`, pattern: name, how, relative, absolute }
  })
}

/** A tolerance that is known to be one. */
export interface ToleranceRule {
  /** As it is given on the command line: `loss/*=1e-6`. */
  readonly text: string
  readonly pattern: string
  readonly how: 'numbers' | 'ignore' | 'pixels'
  readonly relative: number
  readonly absolute: number
}

/** Reads tolerances from code. Throws TOLERANCE_INVALID. */
export function readTolerances(tolerances: Readonly<Record<string, unknown>>): readonly ToleranceRule[] {
  return Object.entries(tolerances).map(([pattern, tolerance]) => ruleOf(pattern, tolerance))
}

/** Reads `NAME=TOLERANCE`: a number, `relative:N`, `absolute:N`, `ignore` or `pixels`. Throws TOLERANCE_INVALID. */
export function parseTolerance(given: string): ToleranceRule {
  const equals = given.lastIndexOf('=')
  if (equals < 1) throw runlabError('TOLERANCE_INVALID', { text: given, reason: 'it is not NAME=TOLERANCE' })
  const [pattern, tolerance] = [given.slice(0, equals), given.slice(equals + 1)]
  if (tolerance === 'ignore' || tolerance === 'pixels') return ruleOf(pattern, tolerance)
  const [, kind = 'relative', digits = ''] = /^(?:(relative|absolute):)?(.+)$/s.exec(tolerance) ?? []
  return ruleOf(pattern, { [kind]: digits.trim() === '' ? Number.NaN : Number(digits) }, given)
}

function ruleOf(pattern: string, tolerance: unknown, given?: string): ToleranceRule {
  const known = given ?? `${pattern}=${typeof tolerance === 'object' ? JSON.stringify(tolerance) : String(tolerance)}`
  if (pattern === '') throw runlabError('TOLERANCE_INVALID', { text: known, reason: 'it has no name' })
  if (tolerance === 'ignore' || tolerance === 'pixels') return { text: known, pattern, how: tolerance, relative: 0, absolute: 0 }
  const { relative = 0, absolute = 0, ...others } = isPlainObject(tolerance) ? tolerance : { relative: tolerance }
  const isSize = (size: unknown): size is number => typeof size === 'number' && Number.isFinite(size) && size >= 0
  if (!isSize(relative) || !isSize(absolute) || Object.keys(others).length > 0) {
    const reason = 'a tolerance is a number from 0, relative:N, absolute:N, ignore or pixels'
    throw runlabError('TOLERANCE_INVALID', { text: known, reason })
  }
  return { text: known, pattern, how: 'numbers', relative, absolute }
}

/** Whether a rule is for a name: `loss` for that alone, `loss/*` for what is right below it, `*.png` in any folder. */
export function isFor({ pattern }: ToleranceRule, name: string): boolean {
  return /[*?]/.test(pattern) ? globPattern(pattern).test(name) : pattern === name
}

/** The rule for a name: the last one that fits. */
export function findRule(rules: readonly ToleranceRule[], name: string): ToleranceRule | null {
  return rules.findLast((rule) => isFor(rule, name)) ?? null
}

/** Whether a number is near enough to the original. NaN and infinities are near to themselves only. */
export function isNear(before: number, after: number, { relative, absolute }: ToleranceRule): boolean {
  return Number.isFinite(before) && Number.isFinite(after) && Math.abs(after - before) <= absolute + relative * Math.abs(before)
}

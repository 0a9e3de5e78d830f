import { differences } from '../../analysis/compare/first-difference.ts'
import type { FirstDifference, LargestDeviation, VerdictClass } from '../../format/verdict.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { isNear } from '../../format/tolerance.ts'
import type { ToleranceRule } from '../../format/tolerance.ts'

/** How two contents compare. */
export interface ContentResult {
  readonly verdict: VerdictClass
  readonly first: FirstDifference | null
  readonly largest: LargestDeviation | null
  /** Places that are not identical, and how many there are. */
  readonly differing: number
  readonly total: number
  readonly reason: string | null
}

interface Where {
  readonly step: number | null
  readonly at: string
}

/** Puts together what is found in one value after the other. */
export class ContentTally {
  readonly #rule: ToleranceRule | null
  #verdict: VerdictClass = 'identical'
  #first: FirstDifference | null = null
  /** No tolerance covers the first difference: one before it that is covered does not hide it. */
  #isFirstBeyond = false
  #largest: LargestDeviation | null = null
  #reason: string | null = null
  #differing = 0
  #total = 0

  constructor(rule: ToleranceRule | null) {
    this.#rule = rule
  }

  /** Adds how two values compare, at each place inside of them. */
  add(before: unknown, after: unknown, step: number | null): void {
    this.#total += 1
    if (Object.is(before, after)) return
    let isSame = true
    for (const place of differences({ path: '', before: { value: before }, after: { value: after } })) {
      isSame = false
      const where = { step, at: place.path }
      const [one, other] = [place.before?.value, place.after?.value]
      if (typeof one === 'number' && typeof other === 'number') this.#addNumbers(one, other, where)
      else this.#note(false, where, [place.before, place.after])
    }
    if (!isSame) this.#differing += 1
  }

  /** Contents that differ and that the rule covers as a whole. */
  addCovered(before: unknown, after: unknown, step: number | null): void {
    this.#total += 1
    this.#differing += 1
    this.#note(true, { step, at: '' }, [{ value: before }, { value: after }])
  }

  /** A difference that has no place. */
  fail(reason: string): void {
    this.#verdict = 'different'
    this.#reason ??= reason
  }

  result(): ContentResult {
    const [verdict, first, largest, reason] = [this.#verdict, this.#first, this.#largest, this.#reason]
    return { verdict, first, largest, differing: this.#differing, total: this.#total, reason }
  }

  #addNumbers(before: number, after: number, where: Where): void {
    const isCovered = this.#rule !== null && this.#rule.how === 'numbers' && isNear(before, after, this.#rule)
    this.#note(isCovered, where, [{ value: before }, { value: after }])
    const absolute = Math.abs(after - before)
    if (!Number.isFinite(absolute) || absolute <= (this.#largest?.absolute ?? -1)) return
    const relative = absolute / Math.abs(before)
    this.#largest = { absolute, relative: Number.isFinite(relative) ? relative : null, ...where }
  }

  #note(isCovered: boolean, where: Where, [before, after]: readonly [Held, Held]): void {
    if (!isCovered) this.#verdict = 'different'
    else if (this.#verdict === 'identical') this.#verdict = 'within tolerance'
    if (this.#first !== null && (isCovered || this.#isFirstBeyond)) return
    this.#first = { ...where, before: jsonOf(before), after: jsonOf(after) }
    this.#isFirstBeyond = !isCovered
  }
}

/** How two values compare: numbers inside of lists and objects by the rule, all else has to be the same. */
export function compareContents(before: unknown, after: unknown, rule: ToleranceRule | null): ContentResult {
  const tally = new ContentTally(rule)
  tally.add(before, after, null)
  return tally.result()
}

type Held = { readonly value: unknown } | null

function jsonOf(held: Held): JsonValue {
  return held === null ? null : encodeValue(held.value)
}

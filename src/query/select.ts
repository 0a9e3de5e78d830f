import { TURN } from '../archive/listing/list-runs.ts'
import { RunlabError, runlabError } from '../errors.ts'
import type { ErrorDetails } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { inTurns } from '../internal/in-turns.ts'
import { nearest } from '../internal/nearest.ts'
import { parseExpression } from './filter/expression.ts'
import { access } from './filter/field-paths.ts'
import type { Answer, Expression } from './filter/expression.ts'
import type { FieldPath } from './filter/field-paths.ts'
import { MISSING, UNTOLD, rowPath } from './filter/row-path.ts'
import type { RunFields } from './run-fields.ts'

export interface Selection {
  /** An expression that is true of the runs that are wanted; all when left out. */
  readonly where?: string | undefined
  /** Expressions to sort by, the first one first; each descending with a `-` before it. As they come when left out. */
  readonly sort?: readonly string[] | undefined
  /** How many of them at most; all when left out. */
  readonly limit?: number | undefined
}

/**
 * The runs of a list that are wanted, in the order that is wanted. A run that lacks what `where` asks for is not; one that
 * lacks what it is sorted by comes last. Others of the thread have their turn meanwhile. Throws QUERY_INVALID, and QUERY_FIELD_UNKNOWN for what no run has.
 */
export async function selectRuns(runs: readonly RunFields[], selection: Selection): Promise<readonly RunFields[]> {
  const { where, sort = [], limit } = selection
  let found = where === undefined ? runs : await filterRuns(runs, where)
  // oxlint-disable-next-line no-await-in-loop -- one after the other: the first one sorts last
  for (const text of sort.toReversed()) found = await sortRuns(found, text, runs)
  return limit === undefined ? found : found.slice(0, Math.max(0, limit))
}

async function filterRuns(runs: readonly RunFields[], text: string): Promise<readonly RunFields[]> {
  const answers = await askInTurns(runs, parseFor(runs, text))
  const odd = answers.find((answer) => answer !== undefined && typeof answer !== 'boolean')
  if (odd !== undefined) {
    const reason = `The expression gives ${describeValue(odd)}, not true or false`
    throw runlabError('QUERY_INVALID', { text, at: 0, reason, suggestion: null, fields: [] })
  }
  return runs.filter((_, index) => answers[index] === true)
}

async function sortRuns(found: readonly RunFields[], text: string, all: readonly RunFields[]): Promise<readonly RunFields[]> {
  const isDescending = text.startsWith('-')
  const answers = await askInTurns(all, parseFor(all, isDescending ? text.slice(1) : text))
  const keys = new Map(all.map((fields, index) => [fields, answers[index]]))
  const keyed = found.map((fields) => ({ fields, key: keys.get(fields) }))
  return keyed.toSorted((a, b) => compareKeys(a.key, b.key, isDescending)).map(({ fields }) => fields)
}

/** Numbers, times and truth by size, others by their text; what is missing, and NaN, last either way. */
export function compareKeys(a: unknown, b: unknown, isDescending: boolean): number {
  const [isNothingA, isNothingB] = [isNothing(a), isNothing(b)]
  if (isNothingA || isNothingB) return Number(isNothingA) - Number(isNothingB)
  const order = isSized(a) && isSized(b) ? Number(a) - Number(b) : String(a).localeCompare(String(b), 'en', { numeric: true })
  return isDescending ? -order : order
}

const isNothing = (key: unknown): boolean => key === undefined || key === null || Number.isNaN(key)
const isSized = (key: unknown): key is number | boolean | Date =>
  typeof key === 'number' || typeof key === 'boolean' || key instanceof Date

/** Reads an expression for runs: a name that stands alone is suggested as what they have. Throws QUERY_INVALID. */
export function parseFor(runs: readonly RunFields[], text: string): Expression {
  try {
    return parseExpression(text)
  } catch (error) {
    const unknown = error instanceof RunlabError && error.code === 'QUERY_INVALID' ? error.details['unknown'] : undefined
    if (!(error instanceof RunlabError) || typeof unknown !== 'string') throw error
    const root = (['params', 'data', 'series'] as const).find((one) => runs.some((fields) => Object.hasOwn(fields[one], unknown)))
    if (root === undefined) throw error
    throw runlabError('QUERY_INVALID', { ...(error.details as ErrorDetails<'QUERY_INVALID'>), suggestion: access(root, unknown) })
  }
}

/**
 * What each run has for an expression; undefined where it lacks it. Throws QUERY_FIELD_UNKNOWN where no run has a field that it
 * names, and QUERY_INVALID where it fits none of them.
 */
export function askAll(runs: readonly RunFields[], expression: Expression): readonly unknown[] {
  return judge(
    runs,
    expression,
    runs.map((fields) => expression.ask(fields)),
  )
}

/** The same, while others of the thread have their turn. */
async function askInTurns(runs: readonly RunFields[], expression: Expression): Promise<readonly unknown[]> {
  return judge(runs, expression, await inTurns(runs, TURN, (fields) => expression.ask(fields)))
}

function judge(runs: readonly RunFields[], expression: Expression, answers: readonly Answer[]): readonly unknown[] {
  const values: unknown[] = []
  let mismatch: RunlabError | undefined
  let isFitting = false
  for (const answer of answers) {
    values.push('value' in answer ? answer.value : undefined)
    if ('value' in answer) isFitting = true
    else if ('mismatch' in answer) mismatch ??= answer.mismatch
  }
  if (runs.length > 0) refuseUnknown(runs, expression)
  if (mismatch !== undefined && !isFitting) throw mismatch
  return values
}

const WHAT = { params: 'parameter', data: 'value', series: 'series' } as const

/** Throws where an expression names what no run has: that would be false of all without a word. */
function refuseUnknown(runs: readonly RunFields[], { text, paths }: Expression): void {
  const known = new Set<FieldPath>()
  for (const path of paths.toReversed())
    // What has something below it is there, and need not be looked for.
    if ([...known].some((longer) => isBelow(longer, path)) || isThere(runs, path)) known.add(path)
  for (const path of paths) {
    if (known.has(path)) continue
    const { root, keys, at } = path
    const others = keysThere(runs, path)
    if (others === null) continue
    const above = keys.slice(0, -1)
    const meant = nearest(keys.at(-1) ?? '', others)
    throw runlabError('QUERY_FIELD_UNKNOWN', {
      text,
      at,
      what: WHAT[root],
      key: keys.join(root === 'data' ? '/' : '.'),
      runs: runs.length,
      suggestion: meant === null ? null : access(root, ...above, meant),
    })
  }
}

function isBelow(path: FieldPath, other: FieldPath): boolean {
  return path.root === other.root && other.keys.every((key, index) => path.keys[index] === key)
}

/** Whether some run has what is at a path, or where it may mean more than a key of a plain object. */
function isThere(runs: readonly RunFields[], path: FieldPath): boolean {
  const ofRow = rowPath(path)
  const last = path.keys.at(-1) ?? ''
  return runs.some((fields) => {
    const row = fields.rowOf?.(path.root)
    const found = row === undefined ? UNTOLD : ofRow(row)
    if (found !== UNTOLD) return found !== MISSING
    const above = valueAbove(fields, path)
    return above !== undefined && above !== null && (!isPlainObject(above) || Object.hasOwn(above, last))
  })
}

/** Which keys runs have in place of the last one, which none of them has; null where there are none to choose from. */
function keysThere(runs: readonly RunFields[], path: FieldPath): ReadonlySet<string> | null {
  const known = new Set<string>()
  for (const fields of runs) for (const key of Object.keys(valueAbove(fields, path) ?? {})) known.add(key)
  return path.keys.length > 1 && known.size === 0 ? null : known
}

function valueAbove(fields: RunFields, { root, keys }: FieldPath): unknown {
  return keys.slice(0, -1).reduce<unknown>((value, key) => keyOfPlain(value, key), fields[root])
}

function keyOfPlain(value: unknown, key: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

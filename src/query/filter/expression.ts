import type { RunlabError } from '../../errors.ts'
import { runlabError } from '../../errors.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import type { RunFields } from '../run-fields.ts'
import { FIELD_NAMES, language, secondsOf } from './environment.ts'
import type { LanguageError } from './environment.ts'
import { fieldPaths, plainPath } from './field-paths.ts'
import type { FieldPath } from './field-paths.ts'
import { respell } from './spelling.ts'

/** What a run has for an expression; `mismatch` where its operators do not take what the run has. */
export type Answer = { readonly value: unknown } | { readonly missing: true } | { readonly mismatch: RunlabError }

/** An expression over the fields of a run. */
export interface Expression {
  readonly text: string
  /** The parameters, values and series that it names. */
  readonly paths: readonly FieldPath[]
  /** What a run has for it. Never throws. */
  ask(fields: RunFields): Answer
}

/** Reads an expression of the Common Expression Language, which has been loaded. Throws QUERY_INVALID. */
export function parseExpression(text: string): Expression {
  const { environment, isOwnError, isMissing } = language()
  const { text: written, placeBefore } = respell(text)
  const invalid = (error: unknown): RunlabError => {
    if (!isOwnError(error)) throw error
    return queryInvalid(text, error, placeBefore)
  }
  try {
    const parsed = environment.parse(written)
    const { valid, error } = parsed.check()
    if (!valid && error !== undefined) throw error
    const path = plainPath(parsed.ast)
    return {
      text,
      paths: fieldPaths(parsed.ast, placeBefore),
      ask(fields) {
        const found = path === null ? undefined : follow(path, fields.all)
        if (found !== undefined) return { value: found }
        try {
          return { value: plain(parsed(fields.all)) }
        } catch (error_) {
          if (isMissing(error_)) return { missing: true }
          return { mismatch: invalid(error_) }
        }
      },
    }
  } catch (error) {
    throw invalid(error)
  }
}

/** What lies at a path of plain objects, as most columns are: a tenth of the work of the language. Undefined is for that to judge. */
function follow(path: readonly string[], fields: Readonly<Record<string, unknown>>): unknown {
  let found: unknown = fields
  for (const key of path) {
    if (!isPlainObject(found) || !Object.hasOwn(found, key)) return undefined
    found = found[key]
  }
  return typeof found === 'bigint' ? undefined : found
}

/** What the language says of its own parts. */
const REASONS: Readonly<Record<string, string>> = {
  'Unexpected token: EOF': 'The expression ends where more has to follow',
  'Unexpected character: =': 'To compare is ==',
}

function queryInvalid(text: string, error: LanguageError, placeBefore: (place: number) => number): RunlabError {
  const [said = ''] = error.message.split('\n')
  const unknown = /^Unknown variable: (.+)$/.exec(said)?.[1]
  const at = placeBefore(error.node?.pos ?? 0)
  return runlabError('QUERY_INVALID', {
    text,
    at,
    reason: unknown === undefined ? (REASONS[said] ?? said) : `There is no field ${unknown}`,
    suggestion: unknown === undefined ? null : nearest(unknown, FIELD_NAMES),
    fields: unknown === undefined ? [] : FIELD_NAMES,
    ...(unknown === undefined ? {} : { unknown }),
  })
}

/** Whole results are BigInts in the language; durations become seconds. */
function plain(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'seconds' in value && 'nanos' in value) return secondsOf(value)
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

import type { RunlabError } from '../../errors.ts'
import { runlabError } from '../../errors.ts'
import { defineOwn } from '../../internal/define-own.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { ExpressionFields } from '../expression-fields.ts'
import type { RunFields } from '../run-fields.ts'
import { FIELD_NAMES, language, secondsOf } from './environment.ts'
import type { LanguageError } from './environment.ts'
import { fieldUse, plainPath } from './field-paths.ts'
import type { FieldPath, FieldUse } from './field-paths.ts'
import { MISSING, UNTOLD, rowPath } from './row-path.ts'
import { findFamiliar, withQuotes, withSigns } from './familiar-words.ts'
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
    const use = fieldUse(parsed.ast, placeBefore)
    const { paths } = use
    const find = pathGetter(plainPath(parsed.ast), paths.at(-1))
    const contextOf = narrowContext(use)
    return {
      text,
      paths,
      ask(fields) {
        const found = find(fields)
        if (found === MISSING) return MISSING_ANSWER
        if (found !== UNTOLD) return { value: found }
        try {
          return { value: plain(parsed(contextOf(fields))) }
        } catch (error_) {
          if (isMissing(error_)) return MISSING_ANSWER
          return { mismatch: invalid(error_) }
        }
      },
    }
  } catch (error) {
    throw invalid(error)
  }
}

const MISSING_ANSWER = { missing: true } as const

/** What finds the value of an expression that is a path, as most columns are, without the language; `UNTOLD` is for that to judge. */
function pathGetter(path: readonly string[] | null, field: FieldPath | undefined): (fields: RunFields) => unknown {
  if (path === null) return () => UNTOLD
  const ofRow = field === undefined ? null : rowPath(field)
  return (fields) => {
    const row = field === undefined ? undefined : fields.rowOf?.(field.root)
    return row === undefined || ofRow === null ? follow(path, fields.all) : ofRow(row)
  }
}

/** What lies at a path of plain objects. */
function follow([first = '', ...keys]: readonly string[], all: Readonly<Record<string, unknown>>): unknown {
  let found = all[first]
  for (const key of keys) {
    if (!isPlainObject(found) || !Object.hasOwn(found, key)) return UNTOLD
    found = found[key]
  }
  return found === undefined || typeof found === 'bigint' ? UNTOLD : found
}

/** What the language is given of a run: what an expression needs of it, where the index tells, else all. */
function narrowContext({ needed, needsOthers }: FieldUse): (fields: RunFields) => Readonly<Record<string, unknown>> {
  if (needed === null || needed.length === 0) return (fields) => fields.all
  const getters = needed.map(({ root, keys }) => ({ root, keys, ofRow: rowPath({ root, keys }) }))
  return (fields) => {
    const parts = { params: {}, data: {}, series: {} }
    for (const { root, keys, ofRow } of getters) {
      const row = fields.rowOf?.(root)
      const found = row === undefined ? UNTOLD : ofRow(row)
      if (found === UNTOLD) return fields.all
      if (found !== MISSING) putAt(parts[root], keys, found)
    }
    return needsOthers ? new ExpressionFields({ listed: fields.listed, ...parts }, fields.all.now) : parts
  }
}

function putAt(object: Record<string, unknown>, [first, ...others]: readonly string[], value: unknown): void {
  if (first === undefined) return
  const [next, ...rest] = others
  if (next === undefined) return defineOwn(object, first, value)
  const below = Object.hasOwn(object, first) ? object[first] : {}
  if (!isPlainObject(below)) return
  defineOwn(object, first, below)
  putAt(below, [next, ...rest], value)
}

/** What the language says of its own parts. */
const REASONS: Readonly<Record<string, string>> = {
  'Unexpected token: EOF': 'The expression ends where more has to follow',
}

function queryInvalid(text: string, error: LanguageError, placeBefore: (place: number) => number): RunlabError {
  const familiar = findFamiliar(text)
  if (familiar !== null) {
    const reason = `Write ${familiar.sign} in place of ${familiar.word}`
    return runlabError('QUERY_INVALID', { text, at: familiar.at, reason, suggestion: meant(withSigns(text)), fields: [] })
  }
  const [said = ''] = error.message.split('\n')
  const unknown = unknownIn(error)
  const at = placeBefore(error.node?.pos ?? 0)
  const quoted = unknown === undefined ? null : withQuotes(text, unknown)
  const asText = quoted === null ? null : meant(quoted)
  if (unknown !== undefined && asText !== null) {
    const reason = `There is no field ${unknown}, and text stands in quotes`
    return runlabError('QUERY_INVALID', { text, at, reason, suggestion: asText, fields: [], unknown })
  }
  return runlabError('QUERY_INVALID', {
    text,
    at,
    reason: unknown === undefined ? (REASONS[said] ?? said) : `There is no field ${unknown}`,
    suggestion: unknown === undefined ? null : nearest(unknown, FIELD_NAMES),
    fields: unknown === undefined ? [] : FIELD_NAMES,
    ...(unknown === undefined ? {} : { unknown }),
  })
}

function unknownIn(error: unknown): string | undefined {
  const [said = ''] = error instanceof Error ? error.message.split('\n') : []
  return /^Unknown variable: (.+)$/.exec(said)?.[1]
}

/** An expression that can be read, with words in quotes that are compared; null where it cannot be read either way. */
function meant(text: string): string | null {
  const error = errorOf(text)
  if (error === null) return text
  const word = unknownIn(error)
  const quoted = word === undefined ? null : withQuotes(text, word)
  return quoted === null ? null : meant(quoted)
}

/** What is wrong with an expression; null for nothing. */
function errorOf(text: string): unknown {
  try {
    const { valid, error } = language().environment.parse(respell(text).text).check()
    return valid ? null : error
  } catch (error) {
    return error
  }
}

/** Whole results are BigInts in the language; durations become seconds. */
function plain(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'seconds' in value && 'nanos' in value) return secondsOf(value)
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

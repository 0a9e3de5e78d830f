import { runlabError } from '../errors.ts'
import { checkNote, checkTag } from '../format/annotations.ts'
import type { JsonValue } from '../format/json-value.ts'
import { encodeValue } from '../format/tagged-json.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'
import { valueText } from '../render/value-text.ts'
import type { Expression } from './filter/expression.ts'
import { access } from './filter/field-paths.ts'
import { limitOf } from './type-limits.ts'
import type { RunFields } from './run-fields.ts'
import { parseFor } from './select.ts'

/** What can be modified besides parameters. */
const FIELDS = ['name', 'description', 'tags', 'note'] as const

type Target = { readonly field: (typeof FIELDS)[number] } | { readonly field: 'params'; readonly name: string }

/** `params.rate = 0.1`: a field of a run, and the expression that gives its value. */
export interface Assignment {
  readonly text: string
  readonly target: Target
  readonly expression: Expression
}

/** What an assignment makes of a run; before and after as tagged JSON. */
export interface Change {
  readonly target: Target
  /** As in expressions: `params.rate`. */
  readonly field: string
  readonly before: JsonValue
  readonly after: JsonValue
}

const FORM = /^\s*(?:params(?:\.(\w+)|\[\s*(?:"([^"]+)"|'([^']+)')\s*\])|(\w+))\s*=(?!=)(.*)$/s

/** Whether a word of a command line is an assignment, and no name of a run. */
export function isAssignment(text: string): boolean {
  return FORM.test(text)
}

/** Reads an assignment for runs. Throws MODIFY_TARGET, QUERY_INVALID. */
export function parseAssignment(runs: readonly RunFields[], text: string): Assignment {
  const [, dotted, double, single, field, value = ''] = FORM.exec(text) ?? []
  const name = dotted ?? double ?? single
  const expression = parseFor(runs, value.trim())
  if (name !== undefined) return { text, target: { field: 'params', name }, expression }
  const known = FIELDS.find((one) => one === field)
  if (known !== undefined) return { text, target: { field: known }, expression }
  const suggestion = runs.some(({ params }) => Object.hasOwn(params, field ?? ''))
    ? `params.${field}`
    : nearest(field ?? '', FIELDS)
  throw runlabError('MODIFY_TARGET', { target: field ?? text, suggestion })
}

/** What an assignment changes of a run; null where the run has the value already. Throws MODIFY_VALUE, QUERY_INVALID. */
export function changeOf(fields: RunFields, { target, expression, text }: Assignment): Change | null {
  const answer = expression.ask(fields)
  if ('mismatch' in answer) throw answer.mismatch
  const refuse = (reason: string, suggestion: string | null = null): Error =>
    runlabError('MODIFY_VALUE', { run: fields.run.name, assignment: text.trim(), reason, suggestion })
  if ('missing' in answer) throw refuse('the run lacks what it asks for')
  if (typeof answer.value === 'bigint' && !Number.isSafeInteger(Number(answer.value)))
    throw refuse('a number of a run cannot have so many digits')
  const value = plainNumbers(answer.value)
  const field = target.field === 'params' ? access('params', target.name) : target.field
  const change = (before: JsonValue, after: JsonValue): Change | null =>
    JSON.stringify(before) === JSON.stringify(after) ? null : { target, field, before, after }
  if (target.field === 'params') {
    const { parameters } = fields.run.meta
    const parameter = Object.hasOwn(parameters, target.name) ? parameters[target.name] : undefined
    const meant = nearest(target.name, Object.keys(fields.params))
    if (parameter === undefined) throw refuse('there is no such parameter', meant)
    if (parameter.redacted === true) throw refuse('it is a secret')
    if (target.name === 'seed') throw refuse('the seed is what the run drew its numbers from, and stays')
    const misfit = misfitOf(fields.params[target.name], value, parameter.type)
    if (misfit !== null) throw refuse(`${target.name} ${misfit}`)
    return change(parameter.value, encodeValue(value))
  }
  if (target.field === 'tags') {
    if (!Array.isArray(value)) throw refuse(`tags are a list, not ${describeValue(value)}`)
    return change([...(fields.all['tags'] as readonly string[])], [...new Set(value.map(checkTag))])
  }
  if (typeof value !== 'string') throw refuse(`it takes a text, not ${describeValue(value)}`)
  if (target.field === 'name' && value.trim() === '') throw refuse('a name cannot be empty')
  return change(String(fields.all[target.field]), target.field === 'note' && value.trim() !== '' ? checkNote(value) : value)
}

/** Why a value is not of the sort that a parameter was, or outside what its type allows; null where it fits. */
function misfitOf(before: unknown, after: unknown, type: string): string | null {
  if (typeof after === 'number' && !Number.isFinite(after)) return `would be ${after}`
  const isOfOneSort = before === null || after === null || describeValue(before) === describeValue(after)
  if (!isOfOneSort) return `takes ${sortOf(before)}, not ${sortOf(after)}`
  const allowed = limitOf(type, after)
  return allowed === null ? null : `takes ${allowed}, and would be ${valueText(after, 40)}`
}

function sortOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : describeValue(value)
}

/** Whole numbers of the language, also in lists, are numbers of a run. */
function plainNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plainNumbers)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainNumbers(one)]))
}

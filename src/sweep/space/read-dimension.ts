import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { ownJson } from '../../internal/own-json.ts'
import { showValue } from '../../parameters/show-value.ts'
import type { Dimension, ListDimension } from './dimension.ts'
import { readCondition } from './read-condition.ts'
import { readRange } from './read-range.ts'
import { readDimensionText } from './read-text.ts'
import type { ReadValue } from './read-text.ts'
import type { SpaceFault } from './space-fault.ts'

const FORMS = ['choice', 'grid', 'range'] as const
const KEYS = {
  choice: ['choice', 'when'],
  grid: ['grid', 'when'],
  range: ['range', 'log', 'integer', 'step', 'count', 'when'],
} as const

/** A parameter's part of a space, from code, a config or the command line. Throws SPACE_INVALID, SPACE_TEXT. */
export function readDimension(name: string, definition: unknown, readValue?: ReadValue): Dimension {
  const fault: SpaceFault = (what, hint) =>
    runlabError('SPACE_INVALID', hint === undefined ? { parameter: name, what } : { parameter: name, what, hint })
  if (typeof definition === 'string') return readText(name, definition, { fault, readValue })
  return readGiven(name, definition, fault)
}

/** `0..1 when layers > 2`: what it may be, and the condition behind it. */
const CONDITIONED = /^(.*\S)\s+when\s+([A-Za-z_$][\w$.]*\s*(?:[=!<>]|in\s*\[).*)$/s

function readText(
  name: string,
  text: string,
  { fault, readValue }: { readonly fault: SpaceFault; readonly readValue: ReadValue | undefined },
): Dimension {
  const [, values = text, condition] = CONDITIONED.exec(text) ?? []
  const read = readGiven(name, readDimensionText(name, values, readValue), fault)
  return condition === undefined ? read : { ...read, when: readCondition(name, condition) }
}

function readGiven(name: string, given: unknown, fault: SpaceFault): Dimension {
  if (Array.isArray(given)) return readList({ name, when: null, values: given, ordered: null }, fault)
  if (!isPlainObject(given)) {
    throw fault(`it is ${describeValue(given)}`, 'Give a list, a text like "1e-5..1e-1:log", choice(…), grid(…) or range(…).')
  }
  const form = readForm(given, fault)
  const when = given['when'] === undefined ? null : readWhen(name, given['when'], fault)
  switch (form) {
    case 'choice':
      return readList({ name, when, values: given['choice'], ordered: false }, fault)
    case 'grid':
      return readList({ name, when, values: given['grid'], ordered: true }, fault)
    case 'range':
      return readRange({ name, when, given }, fault)
  }
}

function readForm(given: Record<string, unknown>, fault: SpaceFault): (typeof FORMS)[number] {
  const form = FORMS.find((name) => name in given)
  const known: readonly string[] = form === undefined ? [...new Set(Object.values(KEYS).flat())] : KEYS[form]
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    const meant = nearest(unknown, known)
    throw fault(
      `it has a key ${JSON.stringify(unknown)}`,
      meant === null ? `Keys are ${known.join(', ')}.` : `Did you mean ${meant}?`,
    )
  }
  if (form === undefined) throw fault('it says neither choice, grid nor range')
  return form
}

function readWhen(name: string, when: unknown, fault: SpaceFault): ListDimension['when'] {
  if (typeof when !== 'string')
    throw fault(`its condition is ${describeValue(when)}, not a text`, 'Write it like when: "layers > 2".')
  return readCondition(name, when)
}

interface GivenList {
  readonly name: string
  readonly when: ListDimension['when']
  readonly values: unknown
  /** Null: where all are numbers. */
  readonly ordered: boolean | null
}

function readList({ name, when, values, ordered }: GivenList, fault: SpaceFault): ListDimension {
  if (!Array.isArray(values)) throw fault(`its values are ${describeValue(values)}, not a list`)
  if (values.length === 0) throw fault('it has no values')
  const seen = new Set<string>()
  for (const value of values as readonly unknown[]) {
    if (!isJson(value))
      throw fault(
        `${showValue(value)} cannot be a value`,
        'Values are numbers, texts, truth values, null, lists and objects of them.',
      )
    if (ordered === true && typeof value !== 'number')
      throw fault(`${showValue(value)} is no number`, 'A grid has numbers; use choice([…]) for others.')
    const key = ownJson(value)
    if (seen.has(key)) throw fault(`${showValue(value)} is there twice`)
    seen.add(key)
  }
  const checked = values as readonly JsonValue[]
  return {
    kind: 'list',
    name,
    when,
    values: Object.freeze([...checked]),
    ordered: ordered ?? checked.every((value) => typeof value === 'number'),
  }
}

function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  return Array.isArray(value) ? value.every(isJson) : isPlainObject(value) && Object.values(value).every(isJson)
}

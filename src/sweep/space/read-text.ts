import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { readJsonText } from '../../parameters/text/json-text.ts'
import { readNumberText } from '../../parameters/text/number-text.ts'
import type { RangeDefinition } from './dimension.ts'

/** How one value of a list is read, where the parameter's kind is known: what was meant, or undefined. */
export type ReadValue = (text: string) => JsonValue | undefined

const RANGE = /^([^,[\]{}"]*?)\.\.([^,[\]{}":]*)(.*)$/s
/** A range of numbers, among texts. */
const STEPS = /^[+-]?\.?\d[\d.eE+-]*?\.\./
const WHOLE = /^[+-]?\d+$/
const HINT = 'A range is LOW..HIGH, then :log, :integer, :real, :step=0.1 (or :0.1), :count=5 as needed; a list has commas.'

/**
 * Reads what the command line says of a parameter: `1.5,2.0,2.5`, `adam,sgd`, `1..4` (integers, as both ends are),
 * `1e-5..1e-1:log`, `0..1:0.1`, `0..1:count=5`, `["a,b", "c"]`. Throws SPACE_TEXT.
 */
export function readDimensionText(
  parameter: string,
  text: string,
  readValue: ReadValue = readLooseValue,
): RangeDefinition | readonly JsonValue[] {
  const fault = (at: number, reason: string, hint: string = HINT) =>
    runlabError('SPACE_TEXT', { parameter, text, at, reason, hint })
  const range = text.trimStart().startsWith('[') ? null : RANGE.exec(text)
  if (range !== null) return readRange(range, fault)
  if (text.trim() === '') throw fault(0, 'It is empty')
  if (text.trimStart().startsWith('[')) return readJsonList(text, fault)
  return readList(text, readValue, fault)
}

type Fault = (at: number, reason: string, hint?: string) => Error

function readRange([, low = '', high = '', rest = '']: readonly (string | undefined)[], fault: Fault): RangeDefinition {
  const highAt = low.length + 2
  const ends = [readEnd(low, 0, fault), readEnd(high, highAt, fault)] as const
  const options = readSuffixes(rest, highAt + high.length, fault)
  const { real, ...others } = options
  const whole = WHOLE.test(low.trim()) && WHOLE.test(high.trim())
  const integer = others.integer ?? (real !== true && whole && !hasFraction(others.step) && others.count === undefined)
  return { range: ends, ...others, ...(integer ? { integer } : {}) }
}

function hasFraction(step: number | undefined): boolean {
  return step !== undefined && !Number.isInteger(step)
}

function readEnd(text: string, at: number, fault: Fault): number {
  const read = readNumberText(text)
  if (read.ok && Number.isFinite(read.value)) return read.value
  const meant = read.ok || read.suggestion === null ? undefined : `Did you mean ${read.suggestion}?`
  throw fault(
    at,
    text.trim() === '' ? 'An end of the range is missing' : `${JSON.stringify(text.trim())} is no finite number`,
    meant,
  )
}

interface Suffixes {
  log?: boolean
  integer?: boolean
  real?: boolean
  step?: number
  count?: number
}

function readSuffixes(rest: string, start: number, fault: Fault): Suffixes {
  const found: Suffixes = {}
  let at = start
  for (const piece of rest.split(':').slice(1)) {
    at += 1
    const word = piece.trim()
    const [, key = 'step', number = word] = /^(step|count)=(.*)$/.exec(word) ?? []
    if (word === 'log' || word === 'integer' || word === 'real') found[word] = true
    else {
      const read = readNumberText(number)
      if (!read.ok || !Number.isFinite(read.value)) throw fault(at, `${JSON.stringify(word)} says nothing of a range`)
      found[key === 'count' ? 'count' : 'step'] = read.value
    }
    at += piece.length
  }
  if (found.integer && found.real) throw fault(start, 'A range cannot be integer and real')
  return found
}

function readJsonList(text: string, fault: Fault): readonly JsonValue[] {
  const json = readJsonText(text)
  if (!json.ok) throw fault(0, `It begins like a JSON list, and is none: ${json.fault}`)
  // Text that begins with a bracket and is JSON is a list.
  return json.value as readonly JsonValue[]
}

function readList(text: string, readValue: ReadValue, fault: Fault): readonly JsonValue[] {
  let at = 0
  const pieces = text.split(',').map((piece) => {
    const start = at
    at += piece.length + 1
    return { word: piece.trim(), at: start }
  })
  const empty = pieces.find(({ word }) => word === '')
  if (empty !== undefined)
    throw fault(empty.at, 'A value is missing', 'Texts that are empty or have commas are written as JSON: ["", "a,b"].')
  const ranged = pieces.find(({ word }) => STEPS.test(word))
  if (ranged !== undefined) {
    throw fault(
      ranged.at,
      `The list has a range in it, ${ranged.word}`,
      'A decimal has a point: 0.5..1. Texts like these are written as JSON: ["1..2"].',
    )
  }
  if (readValue === readLooseValue) return readAlike(pieces.map(({ word }) => word))
  return pieces.map(({ word, at: place }) => {
    const value = readValue(word)
    if (value === undefined) throw fault(place, `${JSON.stringify(word)} is no value of this parameter`)
    return value
  })
}

/** Numbers where all are, truth values where all are, else texts: `4,large` is two texts. */
function readAlike(words: readonly string[]): readonly JsonValue[] {
  const values = words.map(readLooseValue)
  const isAlike = values.every((value) => typeof value === typeof values[0])
  return isAlike ? values : words
}

function readLooseValue(word: string): JsonValue {
  if (word === 'true' || word === 'false') return word === 'true'
  const number = readNumberText(word)
  return number.ok && Number.isFinite(number.value) ? number.value : word
}

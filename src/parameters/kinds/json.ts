import { types } from 'node:util'
import { RunlabError } from '../../errors.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { readJsonText } from '../text/json-text.ts'
import { accept, refuse } from './kind.ts'
import type { Fault, Kind, Reading } from './kind.ts'
import { readOptions } from './options.ts'

/** `param.json`. */
export function buildJson(options: unknown, defaultValue: unknown, fault: Fault): Kind {
  readOptions(options, [], fault)
  return jsonKind(defaultValue)
}

/** Any plain data; where the default is an object or an array, every value has to be one. */
export function jsonKind(defaultValue: unknown): Kind {
  const shape = shapeOf(defaultValue)
  const expected = shape === null ? 'JSON' : `${shape.article} ${shape.name}${shape.isJson ? ', as JSON' : ', given by code'}`
  const check = (value: unknown): Reading => {
    const found = findUnplain(value)
    if (found !== null) return refuse(`plain data (it holds ${found})`)
    return shape === null || shapeOf(value)?.name === shape.name ? accept(value) : refuse(expected)
  }
  return {
    kind: 'json',
    name: 'json',
    bounds: shape?.name ?? null,
    type: 'json',
    expected,
    check,
    read(text) {
      const json = readJsonText(text)
      return json.ok ? check(json.value) : refuse(`${expected} (${json.fault})`)
    },
    jsonSchema: shape === null ? {} : shape.isJson ? { type: shape.name } : { not: {} },
  }
}

const NULL_HINT =
  "A default of null says nothing about the type: define it as param.optional(param.string('')), or of another kind."

/** A plain default of null: it may be meant for any kind, and is read as JSON. */
export const NULL_KIND: Kind = {
  ...jsonKind(null),
  read(text, place) {
    const reading = ANY_JSON_KIND.read(text, place) as Reading
    return reading.ok ? reading : { ...reading, hint: NULL_HINT }
  },
}

/** Items of a list that says nothing about them. */
export const ANY_JSON_KIND: Kind = jsonKind(null)

/** What in a value is no plain data, and where: `a function (at a.b[2])`. Null when all is. */
export function findUnplain(value: unknown): string | null {
  try {
    encodeValue(value)
    return null
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    const { at, got, key } = error.details
    if (typeof got !== 'string') return `the key ${JSON.stringify(key)}`
    return typeof at === 'string' && at !== '' ? `${got} (at ${at})` : got
  }
}

interface Shape {
  readonly article: 'a' | 'an'
  readonly name: string
  /** Whether JSON has such values. */
  readonly isJson: boolean
}

function shapeOf(value: unknown): Shape | null {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) return { article: 'an', name: 'array', isJson: true }
  if (types.isMap(value)) return { article: 'a', name: 'Map', isJson: false }
  return types.isSet(value) ? { article: 'a', name: 'Set', isJson: false } : { article: 'an', name: 'object', isJson: true }
}

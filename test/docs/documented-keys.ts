import { codeOf, tableOf } from './page.ts'
import type { Row } from './page.ts'

/** A key as a table of the reference describes it: `parameters.*.value`, `files[].path`. */
interface DocumentedKey {
  readonly type: string
  readonly optional: boolean
}

/** Words by which the reference says that a key need not be there. */
const OPTIONAL = /missing otherwise|missing where|only with/

/** The keys that a section's table names. */
export function documentedKeys(section: string): ReadonlyMap<string, DocumentedKey> {
  return new Map(tableOf(section, 'key').map((row: Row) => [codeOf(row['key']), describeKey(row)]))
}

function describeKey({ type = '', meaning = '' }: Row): DocumentedKey {
  return { type, optional: OPTIONAL.test(meaning) }
}

/** What of a document is not as the table says; and every key of the table that was met is added to `met`. */
export function compareWithKeys(document: unknown, keys: ReadonlyMap<string, DocumentedKey>, met: Set<string>): string[] {
  const wrong: string[] = []
  const visit = (value: unknown, path: string): void => {
    const key = keys.get(path)
    if (path !== '') met.add(path)
    if (path !== '' && key === undefined && !hasKeysBelow(keys, path)) return void wrong.push(`${path} is not in the reference`)
    if (key !== undefined && !fits(value, key.type)) wrong.push(`${path} is no ${key.type}: ${JSON.stringify(value)}`)
    if (key?.type === 'tagged JSON' || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      if (hasKeysBelow(keys, `${path}[]`)) for (const item of value) visitFields(item, `${path}[].`)
      return
    }
    visitFields(value, path === '' ? '' : `${path}.`)
  }
  const visitFields = (object: object, prefix: string): void => {
    const isMap = [...keys.keys()].some((key) => key.startsWith(`${prefix}*`))
    for (const [name, value] of Object.entries(object)) visit(value, `${prefix}${isMap ? '*' : name}`)
    if (isMap) return
    for (const [path, { optional }] of keys) {
      const name = path.startsWith(prefix) ? path.slice(prefix.length) : ''
      if (/^\w+$/.test(name) && !optional && !Object.hasOwn(object, name)) wrong.push(`${path} is missing`)
    }
  }
  visit(document, '')
  return wrong
}

function hasKeysBelow(keys: ReadonlyMap<string, DocumentedKey>, path: string): boolean {
  return [...keys.keys()].some((key) => key.startsWith(`${path}.`) || key.startsWith(`${path}[]`))
}

function fits(value: unknown, type: string): boolean {
  if (type.endsWith(' or null')) return value === null || fits(value, type.slice(0, -' or null'.length))
  switch (type) {
    case 'tagged JSON':
      return value !== undefined
    case 'list':
      return Array.isArray(value)
    case 'list of string':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isSafeInteger(value)
    case 'true':
      return value === true
    case 'false':
      return value === false
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
    default:
      throw new Error(`the reference names a type that the test does not know: "${type}"`)
  }
}

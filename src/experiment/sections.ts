import { runlabError } from '../errors.ts'
import { defineOwn } from '../internal/define-own.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'
import type { DerivedFunction } from '../parameters/schema.ts'

export type Section = Readonly<Record<string, unknown>>

/** Throws DEFINITION_INVALID for what is no object, DEFINITION_KEY_UNKNOWN. `example`: what to write. */
export function checkDefinition(definition: unknown, keys: readonly string[], example: string): Section {
  if (!isPlainObject(definition)) {
    throw runlabError('DEFINITION_INVALID', { what: 'its second argument is no object', hint: `Write: ${example}` })
  }
  for (const key of Object.keys(definition)) {
    if (keys.includes(key)) continue
    throw runlabError('DEFINITION_KEY_UNKNOWN', { key, suggestion: nearest(key, keys), known: keys })
  }
  return definition
}

/** An object of a definition; empty where it is left out. */
export function section(definition: Section, key: string): Section {
  const value = definition[key]
  if (value === undefined) return {}
  if (isPlainObject(value)) return value
  throw runlabError('DEFINITION_INVALID', { name: key, what: `\`${key}\` is not an object`, hint: `Write: ${key}: { … }` })
}

/** `derived` of a definition. */
export function derivedSection(definition: Section): Readonly<Record<string, DerivedFunction>> {
  return functionsIn(definition, 'derived', (name) => ({
    what: `the derived parameter "${name}" is not a function`,
    hint: `Write: ${name}: (p) => …`,
  }))
}

/** `analyses` of a definition. */
export function analysesSection(definition: Section): Readonly<Record<string, (e: unknown) => unknown>> {
  return functionsIn(definition, 'analyses', (name) => ({
    what: `the analysis "${name}" is not a function`,
    hint: `Write: async ${name}(e) { … }`,
  }))
}

/** What it takes is what it is called with: its own matter. */
type OneArgument = (argument: unknown) => unknown

function functionsIn(
  definition: Section,
  key: string,
  fault: (name: string) => { readonly what: string; readonly hint: string },
): Readonly<Record<string, OneArgument>> {
  const checked: Record<string, OneArgument> = {}
  for (const [name, value] of Object.entries(section(definition, key))) {
    if (typeof value !== 'function') throw runlabError('DEFINITION_INVALID', { name, ...fault(name) })
    defineOwn(checked, name, value as OneArgument)
  }
  return checked
}

/** `run` of a definition, where it has one. */
export function runFunction({ run }: Section): ((e: unknown) => unknown) | undefined {
  if (run === undefined || typeof run === 'function') return run as ((e: unknown) => unknown) | undefined
  throw runlabError('DEFINITION_INVALID', { name: 'run', what: '`run` is not a function', hint: 'Write: async run(e) { … }' })
}

/** `description` of a definition, where it has one. */
export function descriptionText({ description }: Section): string | undefined {
  if (description === undefined || typeof description === 'string') return description
  throw runlabError('DEFINITION_INVALID', { name: 'description', what: '`description` is not a string' })
}

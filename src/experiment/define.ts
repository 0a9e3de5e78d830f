import { checkKinds } from '../api/check-kinds.ts'
import type { ModuleMeta } from '../api/experiment.ts'
import { runlabError } from '../errors.ts'
import { compileHooks } from '../hooks/compile.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'
import { compileParameters } from '../parameters/schema.ts'
import { checkVisualRules } from './visual-rules.ts'
import { locateModule } from './module-location.ts'
import type { Specification } from './specification.ts'

const KEYS = ['parameters', 'derived', 'hooks', 'implement', 'run', 'kinds', 'visuals', 'description'] as const

type DerivedFunction = (parameters: Readonly<Record<string, unknown>>) => unknown

/**
 * Checks a definition and makes it an immutable specification.
 * Throws DEFINITION_INVALID, DEFINITION_KEY_UNKNOWN, HOOK_UNKNOWN.
 */
export function specify(meta: ModuleMeta, definition: unknown): Specification {
  const location = locateModule(meta)
  if (!isPlainObject(definition)) {
    throw runlabError('DEFINITION_INVALID', {
      what: 'its second argument is no object',
      hint: 'Write: defineExperiment(import.meta, { parameters: { … }, async run(e) { … } })',
    })
  }
  refuseUnknownKeys(definition)
  const { run, description } = definition
  if (typeof run !== 'function') {
    throw runlabError('DEFINITION_INVALID', {
      what: run === undefined ? 'it has no `run`' : '`run` is not a function',
      hint: 'Write: async run(e) { … }',
    })
  }
  if (description !== undefined && typeof description !== 'string') {
    throw runlabError('DEFINITION_INVALID', { what: '`description` is not a string' })
  }
  const parameters = compileParameters(section(definition, 'parameters'), functions(section(definition, 'derived')))
  return Object.freeze({
    location,
    parameters,
    hooks: compileHooks(section(definition, 'hooks'), section(definition, 'implement')),
    run: run as Specification['run'],
    kinds: checkKinds(definition['kinds']),
    visuals: checkVisualRules(section(definition, 'visuals')),
    description: description ?? null,
  })
}

function refuseUnknownKeys(definition: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(definition)) {
    if ((KEYS as readonly string[]).includes(key)) continue
    throw runlabError('DEFINITION_KEY_UNKNOWN', { key, suggestion: nearest(key, KEYS), known: KEYS })
  }
}

function section(definition: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = definition[key]
  if (value === undefined) return {}
  if (isPlainObject(value)) return value
  throw runlabError('DEFINITION_INVALID', { what: `\`${key}\` is not an object`, hint: `Write: ${key}: { … }` })
}

function functions(derived: Readonly<Record<string, unknown>>): Readonly<Record<string, DerivedFunction>> {
  const checked: Record<string, DerivedFunction> = {}
  for (const [name, value] of Object.entries(derived)) {
    if (typeof value !== 'function') {
      throw runlabError('DEFINITION_INVALID', {
        what: `the derived parameter "${name}" is not a function`,
        hint: `Write: ${name}: (p) => …`,
      })
    }
    checked[name] = value as DerivedFunction
  }
  return checked
}

import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { nearest } from '../internal/nearest.ts'
import { isAbstract } from './abstract.ts'
import { isLifecycleHook, makeHook } from './table.ts'
import type { Hook, HookFunction, HookTable, Implementation, WrapFunction } from './table.ts'

type Section = Readonly<Record<string, unknown>>

/** Who brings implementations. */
export interface HookLayer {
  /** By its place among the layers. */
  readonly layer: number
  /** The first layer of the same level: its mixins come before it, and are not replaced by it. */
  readonly levelStart: number
}

/** A mixin, and what it is included in, for errors. */
export interface MixinHookLayer {
  readonly layer: number
  readonly mixin: string
  readonly experiment: string
}

const MODES = ['replace', 'append', 'prepend', 'wrap'] as const
type Mode = (typeof MODES)[number]

/**
 * Declares a layer's own hooks, each with its default implementation or none. A lifecycle hook here is one implemented.
 * Throws DEFINITION_INVALID for what is no function, and for a hook that there is already.
 */
export function declareHooks(below: HookTable, at: HookLayer, declared: Section): HookTable {
  const hooks = new Map(below)
  for (const [name, value] of given(declared)) {
    const known = hooks.get(name)
    if (isLifecycleHook(name)) {
      hooks.set(name, implement(known ?? makeHook(name, []), at, value))
      continue
    }
    if (known !== undefined) {
      throw invalid(name, `is the base's already`, `Put it under \`implement\`: implement: { ${name}: (e) => … }`)
    }
    const first: Implementation = isAbstract(value)
      ? { layer: at.layer, replaced: null, how: 'abstract' }
      : { layer: at.layer, replaced: null, how: 'default', run: asFunction(name, value) }
    hooks.set(name, makeHook(name, [first]))
  }
  return hooks
}

/**
 * Adds a layer's implementations. One that says nothing else replaces those of the levels below.
 * Throws DEFINITION_INVALID, HOOK_UNKNOWN for a hook that there is not.
 */
export function implementHooks(below: HookTable, at: HookLayer, implemented: Section): HookTable {
  const hooks = new Map(below)
  for (const [name, value] of given(implemented)) {
    const hook = hooks.get(name)
    if (hook === undefined) throw runlabError('HOOK_UNKNOWN', { hook: name, suggestion: nearest(name, [...hooks.keys()]) })
    hooks.set(name, implement(hook, at, value))
  }
  return hooks
}

/**
 * Adds a mixin's implementations. One that says nothing else follows those that are there.
 * Throws DEFINITION_INVALID; MIXIN_HOOK for a hook that there is not, where the implementation is not optional.
 */
export function includeHooks(below: HookTable, { layer, mixin, experiment }: MixinHookLayer, implemented: Section): HookTable {
  const hooks = new Map(below)
  for (const [name, value] of given(implemented)) {
    const { mode, run, optional } = readImplementation(name, value, 'append')
    const hook = hooks.get(name)
    const added = { layer, replaced: null, how: mode, run } as Implementation
    if (hook !== undefined) hooks.set(name, append(mode === 'replace' ? replaceAll(hook, layer) : hook, added))
    else if (!optional)
      throw runlabError('MIXIN_HOOK', { mixin, hook: name, experiment, suggestion: nearest(name, [...hooks.keys()]) })
  }
  return hooks
}

/** Checks a mixin's implementations before anything includes it. Throws DEFINITION_INVALID. */
export function checkImplementations(implemented: Section): void {
  for (const [name, value] of given(implemented)) readImplementation(name, value, 'append')
}

/** What a section says; undefined says nothing. */
function given(section: Section): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(section).filter(([, value]) => value !== undefined)
}

function implement(hook: Hook, { layer, levelStart }: HookLayer, value: unknown): Hook {
  const { mode, run } = readImplementation(hook.name, value, 'replace')
  if (mode !== 'replace') return append(hook, { layer, replaced: null, how: mode, run } as Implementation)
  const isBelow = (one: Implementation): boolean => one.layer < levelStart || one.layer === layer
  const below = hook.implementations.filter(isBelow)
  // It takes the place of what it replaces: the mixins of its own level go around it.
  const how = hook.lifecycle && below.length === 0 ? 'default' : 'replace'
  const own: Implementation = { layer, replaced: null, how, run: run as HookFunction }
  const others = hook.implementations.filter((one) => !isBelow(one))
  return makeHook(hook.name, [...below.map((one) => replaceBy(layer, one)), own, ...others])
}

function replaceAll({ name, implementations }: Hook, layer: number): Hook {
  return makeHook(
    name,
    implementations.map((one) => replaceBy(layer, one)),
  )
}

function append({ name, implementations }: Hook, added: Implementation): Hook {
  return makeHook(name, [...implementations, added])
}

function replaceBy(layer: number, one: Implementation): Implementation {
  return one.replaced === null ? { ...one, replaced: layer } : one
}

interface Read {
  readonly mode: Mode
  readonly run: HookFunction | WrapFunction
  readonly optional: boolean
}

/** `fn`, or `{ append: fn }` and its siblings. */
function readImplementation(name: string, value: unknown, plain: Mode): Read {
  if (!isPlainObject(value)) return { mode: plain, run: asFunction(name, value), optional: false }
  const { optional = false, ...rest } = value
  const [key, ...more] = Object.keys(rest).filter((candidate) => rest[candidate] !== undefined)
  const mode = MODES.find((candidate) => candidate === key)
  if (typeof optional !== 'boolean') throw invalid(name, `has an \`optional\` that is neither true nor false`)
  if (mode === undefined) {
    const near = key === undefined ? null : nearest(key, MODES)
    const what = key === undefined ? 'nothing of' : `"${key}", not`
    throw invalid(name, `has ${what} append, prepend, wrap or replace`, near === null ? WRITE : `Did you mean ${near}?`)
  }
  if (more.length > 0) throw invalid(name, `has both ${key} and ${more.join(', ')}`, 'Write one of them.')
  return { mode, run: asFunction(name, rest[mode]), optional }
}

const WRITE = 'Write: { append: (e, …) => … }'

function asFunction(name: string, value: unknown): HookFunction {
  if (isAbstract(value)) throw invalid(name, `is implemented by abstract()`, 'It declares a hook, under `hooks`.')
  if (typeof value === 'function') return value as HookFunction
  throw invalid(name, `is ${describeValue(value)}, not a function`, `Write: ${name}: (e) => { … }`)
}

function invalid(name: string, what: string, hint?: string): Error {
  return runlabError('DEFINITION_INVALID', {
    name,
    what: `the hook "${name}" ${what}`,
    ...(hint === undefined ? {} : { hint }),
  })
}

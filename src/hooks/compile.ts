import { runlabError } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import { LIFECYCLE_HOOKS, isLifecycleHook } from './table.ts'
import type { Hook, HookFunction, HookTable } from './table.ts'

/**
 * Builds an experiment's hooks from what it declares and what it implements.
 * A lifecycle hook may stand in either place; under `implement` it wins.
 * Throws DEFINITION_INVALID for what is no function, HOOK_UNKNOWN for an implementation without a hook.
 */
export function compileHooks(
  declared: Readonly<Record<string, unknown>>,
  implemented: Readonly<Record<string, unknown>>,
): HookTable {
  const hooks = new Map<string, Hook>(LIFECYCLE_HOOKS.map((name) => [name, { name, lifecycle: true, implementation: null }]))
  for (const [name, value] of Object.entries(declared)) {
    hooks.set(name, { name, lifecycle: isLifecycleHook(name), implementation: asHookFunction(name, value) })
  }
  for (const [name, value] of Object.entries(implemented)) {
    const hook = hooks.get(name)
    if (hook === undefined) throw runlabError('HOOK_UNKNOWN', { hook: name, suggestion: nearest(name, [...hooks.keys()]) })
    hooks.set(name, { ...hook, implementation: asHookFunction(name, value) })
  }
  return hooks
}

function asHookFunction(name: string, value: unknown): HookFunction {
  if (typeof value === 'function') return value as HookFunction
  throw runlabError('DEFINITION_INVALID', {
    what: `the hook "${name}" is ${value === null ? 'null' : `of type ${typeof value}`}, not a function`,
    hint: `Write: ${name}: (e) => { … }`,
  })
}

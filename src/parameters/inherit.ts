import type { Inherit } from '../api/parameter.ts'
import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'

/** What `inherit` makes. */
export interface InheritDefinition {
  readonly '~runlab': 'inherit'
  /** Null where the value is kept. */
  readonly from: ((below: unknown) => unknown) | null
}

/**
 * In an extension: the value that the layers below give, or something made of it. Without a function it is kept, which
 * only says that this is meant.
 *
 * ```ts
 * base.extend(import.meta, { override: { numWords: inherit((n) => n * 2), sizes: inherit((sizes) => [...sizes, 512]) } })
 * ```
 *
 * @throws DEFINITION_INVALID for what is no function.
 */
export function inherit<T>(from?: (below: T) => T): Inherit<T> {
  if (from !== undefined && typeof from !== 'function') {
    const hint = 'Write: inherit((below) => …), or inherit() to keep the value.'
    throw runlabError('DEFINITION_INVALID', { what: `inherit() was given ${describeValue(from)}, not a function`, hint })
  }
  const definition: InheritDefinition = { '~runlab': 'inherit', from: (from as InheritDefinition['from'] | undefined) ?? null }
  return Object.freeze(definition) as unknown as Inherit<T>
}

/** Whether a value was made by `inherit`, of this copy of the package or another. */
export function isInherit(value: unknown): value is InheritDefinition {
  return typeof value === 'object' && value !== null && '~runlab' in value && value['~runlab'] === 'inherit' && 'from' in value
}

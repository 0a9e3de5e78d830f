import type { Inherit } from '../api/parameter.ts'

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
 */
export function inherit<T>(from?: (below: T) => T): Inherit<T> {
  const definition: InheritDefinition = { '~runlab': 'inherit', from: (from as InheritDefinition['from'] | undefined) ?? null }
  return Object.freeze(definition) as unknown as Inherit<T>
}

/** Whether a value was made by `inherit`, of this copy of the package or another. */
export function isInherit(value: unknown): value is InheritDefinition {
  return typeof value === 'object' && value !== null && '~runlab' in value && value['~runlab'] === 'inherit' && 'from' in value
}

import type { Param } from '../api/parameter.ts'

/** What `param.*` makes: data alone, read when the experiment is defined, where the parameter's name is known. */
export interface ParamDefinition {
  readonly '~runlab': 'param'
  readonly kind: string
  readonly default?: unknown
  /** As the user gave them. */
  readonly options: unknown
}

/** Makes one. The type is the caller's promise: it is what the kind's values are. */
export function makeParam<T>(definition: Omit<ParamDefinition, '~runlab'>): Param<T> {
  return Object.freeze({ '~runlab': 'param', ...definition }) as Param<T>
}

/** Whether a value was made by `param.*`, of this copy of the package or another. */
export function isParam(value: unknown): value is ParamDefinition {
  return typeof value === 'object' && value !== null && '~runlab' in value && value['~runlab'] === 'param' && 'kind' in value
}

import type { Param, Secret } from '../api/parameter.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { makeParam } from './param-definition.ts'
import type { ParamKinds } from './param-kinds.ts'

/**
 * Parameters with bounds, choices, files and secrets, in place of plain defaults.
 *
 * ```ts
 * parameters: {
 *   rate: param.number(1e-3, { min: 0 }),
 *   optimizer: param.choice(['adam', 'sgd']),
 *   dataset: param.path('./words.txt'),
 * }
 * ```
 */
export const param: ParamKinds = Object.freeze({
  number: (value: number, options: unknown = {}): Param<number> => makeParam({ kind: 'number', default: value, options }),
  integer: (value: number, options: unknown = {}): Param<number> => makeParam({ kind: 'integer', default: value, options }),
  boolean: (value: boolean, options: unknown = {}): Param<boolean> => makeParam({ kind: 'boolean', default: value, options }),
  string: (value: string, options: unknown = {}): Param<string> => makeParam({ kind: 'string', default: value, options }),
  choice: <C extends string | number>(choices: readonly C[], options: unknown = {}): Param<C> => {
    const first: unknown = Array.isArray(choices) ? choices[0] : undefined
    const chosen = isPlainObject(options) && options['default'] !== undefined ? options['default'] : first
    return makeParam({ kind: 'choice', default: chosen, options: withOption(options, 'choices', choices) })
  },
  list: <T>(items: readonly T[], options: unknown = {}): Param<T[]> => makeParam({ kind: 'list', default: items, options }),
  json: <T>(value: T, options: unknown = {}): Param<T> => makeParam({ kind: 'json', default: value, options }),
  optional: <T>(of: unknown, options: unknown = {}): Param<T | null> => {
    const isGiven = isPlainObject(options) && options['default'] !== undefined
    return makeParam({ kind: 'optional', default: isGiven ? options['default'] : null, options: withOption(options, 'of', of) })
  },
  path: (value: string, options: unknown = {}): Param<string> => makeParam({ kind: 'path', default: value, options }),
  secret: (options: unknown): Param<Secret> => makeParam({ kind: 'secret', options }),
  schema: <T>(schema: unknown, value: unknown, options: unknown = {}): Param<T> =>
    makeParam({ kind: 'schema', default: value, options: withOption(options, 'schema', schema) }),
})

function withOption(options: unknown, name: string, value: unknown): unknown {
  return isPlainObject(options) ? { ...options, [name]: value } : options
}

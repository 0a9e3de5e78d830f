import type { Param, Secret } from '../api/parameter.ts'
import type { SchemaInput, SchemaOutput, StandardSchema } from './standard-schema.ts'

/** What every parameter can say about itself. */
export interface ParamOptions {
  /** In place of the doc comment. */
  readonly description?: string
  /** Of measurement: `s`, `K`, `words`. Shown in help, `show` and the report, and at the axis of a series of the same name. */
  readonly unit?: string
}

/** Bounds are included. */
export interface NumberOptions extends ParamOptions {
  readonly min?: number
  readonly max?: number
}

/** Lengths are in UTF-16 units and included. */
export interface StringOptions extends ParamOptions {
  readonly pattern?: RegExp
  readonly minLength?: number
  readonly maxLength?: number
}

export interface ChoiceOptions<C> extends ParamOptions {
  /** The first choice when left out. */
  readonly default?: C
}

export interface ListOptions extends ParamOptions {
  /** Fewest items. */
  readonly min?: number
  /** Most items. */
  readonly max?: number
}

export interface OptionalOptions<T> extends ParamOptions {
  /** Null when left out. */
  readonly default?: T | null
}

export interface PathOptions extends ParamOptions {
  /** Whether a missing file or folder is refused before the run starts; true by default. */
  readonly mustExist?: boolean
}

export interface SecretOptions extends ParamOptions {
  /** The environment variable that holds it when it is not given. */
  readonly env: string
}

/** Parameters with types of their own. A wrong default is refused when the experiment is defined. */
export interface ParamKinds {
  /** A number, `NaN` and `±Infinity` included where the bounds allow: `param.number(1e-3, { min: 0 })`. */
  number(defaultValue: number, options?: NumberOptions): Param<number>
  /** A whole number of at most 2^53 − 1 in size: `param.integer(10, { min: 1, max: 100 })`. */
  integer(defaultValue: number, options?: NumberOptions): Param<number>
  /** `--flag` and `--no-flag`: `param.boolean(false)`. */
  boolean(defaultValue: boolean, options?: ParamOptions): Param<boolean>
  /** Text, taken verbatim: `param.string('run', { pattern: /^[a-z]+$/ })`. */
  string(defaultValue: string, options?: StringOptions): Param<string>
  /** One of several texts or numbers: `param.choice(['adam', 'sgd'])`. */
  choice<const C extends string | number>(choices: readonly C[], options?: ChoiceOptions<NoInfer<C>>): Param<C>
  /** A list whose items are of one kind: `param.list([], { of: param.integer(0, { min: 0 }), max: 8 })`. The default of `of` is not used. */
  list<T>(defaultItems: readonly NoInfer<T>[], options: ListOptions & { readonly of: Param<T> }): Param<T[]>
  /** A list; the kind of its items is that of the default's: `param.list([64, 32], { min: 1 })`. */
  list<T>(defaultItems: readonly T[], options?: ListOptions): Param<T[]>
  /** Any plain data, typed by its default: `param.json({ depth: 3, tags: ['a'] })`. A value replaces it as a whole. */
  json<T>(defaultValue: T, options?: ParamOptions): Param<T>
  /**
   * Null, or what another kind takes: `param.optional(param.path('./words.txt'))`. Null by default, the inner default is not
   * used. On the command line `--x ''` and `--no-x` set it to null (a boolean to false, by `--no-x`), in a config `null` does.
   */
  optional<T>(of: Param<T>, options?: OptionalOptions<NoInfer<T>>): Param<T | null>
  /**
   * A file or folder: `param.path('./words.txt')`. A default is relative to the file that sets it, what is given to the
   * working directory; the experiment sees an absolute path.
   */
  path(defaultValue: string, options?: PathOptions): Param<string>
  /** A text that the experiment can use and that is never written: `param.secret({ env: 'API_KEY' })`. */
  secret(options: SecretOptions & { readonly optional?: false }): Param<Secret>
  /** One that may be missing. */
  secret(options: SecretOptions & { readonly optional: boolean }): Param<Secret | undefined>
  /** What a Standard Schema (zod, valibot, arktype, …) makes of the default or of what is given: `param.schema(z.email(), 'a@b.org')`. */
  schema<S extends StandardSchema>(
    schema: S,
    defaultValue: NoInfer<SchemaInput<S>>,
    options?: ParamOptions,
  ): Param<SchemaOutput<S>>
}

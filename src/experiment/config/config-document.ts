import type { Problem, SourcePlace } from '../../errors.ts'

/** A text in a config, and where it stands. */
export interface Located<T> {
  readonly value: T
  /** Of the value. */
  readonly place: SourcePlace
}

/** A file that a config names: its absolute path, and what stood behind `#`. */
export interface LocatedFile extends Located<string> {
  readonly name: string | null
}

/** A variable of the environment that stood in a config, with the value it had. */
export interface UsedVariable {
  readonly name: string
  readonly value: string
}

/** A parameter as a config sets it. */
export interface ConfigParameter {
  readonly name: string
  /** Text where it is one scalar with variables in it, for the parameter's own kind to read; data otherwise. */
  readonly given: { readonly text: readonly [string] } | { readonly data: unknown }
  /** Of the value. */
  readonly place: SourcePlace
  /** Of the key. */
  readonly namePlace: SourcePlace
  /** The value's source text where variables stand in it; null otherwise. */
  readonly written: string | null
  /** Variables used anywhere inside it; unset ones are left out. */
  readonly variables: readonly UsedVariable[]
}

/** One config file. What is wrong in it is null or left out here, and a problem of the chain. */
export interface ConfigDocument {
  /** Absolute, real path. */
  readonly file: string
  /** As written. */
  readonly text: string
  /** Of its bytes. */
  readonly sha256: string
  readonly extend: LocatedFile | null
  readonly include: readonly LocatedFile[]
  readonly name: Located<string> | null
  readonly description: Located<string> | null
  readonly namespace: Located<string> | null
  /** Absolute; relative ones are relative to the config's folder. */
  readonly results: Located<string> | null
  readonly seed: Located<number> | null
  readonly parameters: readonly ConfigParameter[]
  /** Values that must not be written: of variables that are named like credentials, and the whole scalars they stand in. */
  readonly secrets: readonly string[]
  readonly line: number
}

/** A config with all that it extends. */
export interface ConfigChain {
  /** Lowest first: the config that extends the experiment comes first, the one asked for last. */
  readonly documents: readonly ConfigDocument[]
  /** The script that the lowest one extends; null where that is missing or wrong. */
  readonly experiment: { readonly file: string; readonly name: string | null; readonly place: SourcePlace } | null
  /** Everything wrong, each with its place: first in the config asked for, then in what it extends. */
  readonly problems: readonly Problem[]
}

import type { SourcePlace } from '../errors.ts'
import type { ParameterSource } from '../format/meta.ts'
import { isInherit } from './inherit.ts'

/** Computes a parameter from the others. */
export type DerivedFunction = (parameters: Readonly<Record<string, unknown>>) => unknown

/** How a layer gives a parameter its value. */
export type Given =
  /** As it was written on a command line, each time. */
  | { readonly text: readonly string[] }
  /** From code. */
  | { readonly value: unknown }
  /** From a config file. */
  | { readonly data: unknown }
  /** Made of the value that the layers below give; null keeps it. */
  | { readonly inherit: ((below: unknown) => unknown) | null }
  /** Computed from the other parameters. */
  | { readonly derive: DerivedFunction }

/** What a layer says of one parameter. */
export interface Setting {
  /** The layer, by its place among the layers of the run. */
  readonly layer: number
  readonly source: ParameterSource
  /** For errors: the file, or `the command line`. */
  readonly where: string
  readonly given: Given
  /** What paths are relative to; absolute. Null: the working directory. */
  readonly folder: string | null
  /** It is the parameter's default. */
  readonly declares: boolean
  readonly place?: SourcePlace
  /** As it stands in a config, where variables stand in it. */
  readonly written?: string
  /** Values of environment variables that went into it. */
  readonly variables?: readonly string[]
  /** One of them is named like a credential: it must not be written, whatever the parameter is. */
  readonly isSecret?: boolean
}

/** Values that someone sets for a run, on top of its definition. An undefined value sets nothing. */
export interface ParameterLayer {
  readonly source: ParameterSource
  readonly given: Readonly<Record<string, Given>>
  /** By its place among the layers of the run; −1 where no one asks. */
  readonly layer?: number
  /** Where in a file it stands. */
  readonly place?: SourcePlace
}

/** What resolving asks of the world. */
export interface ParameterContext {
  /** What given paths are relative to; absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether there is a file or folder at an absolute path. */
  fileExists(path: string): boolean
}

/** A value from code as a layer gives it. */
export function givenByCode(value: unknown): Given {
  return isInherit(value) ? { inherit: value.from } : { value }
}

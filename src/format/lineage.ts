import type { JsonValue } from './json-value.ts'

/**
 * What a layer is: `experiment` the one that everything derives from, `original run` what the run had that is repeated, `code` what
 * `run({ parameters })` was given.
 */
export type LayerKind = 'experiment' | 'extension' | 'mixin' | 'config' | 'original run' | 'command line' | 'code'

/** One of the layers that a run is made of. */
export interface LayerMeta {
  readonly kind: LayerKind
  /** Its file's name without extension; with `#name` where the file does not export it as its primary one. */
  readonly name: string
  /** Relative to the project, POSIX separators; null where it is in no file. */
  readonly file: string | null
  /** Where it is defined; null where that cannot be told. From 1. */
  readonly line: number | null
  /** Of the file as the run found it, lower-case hex; null where it is in no file, or was not read. */
  readonly sha256: string | null
  /** Of a mixin: the layer that includes it, by its place among the layers. */
  readonly by?: number
}

/** What a layer did to a parameter. */
export interface ParameterChangeMeta {
  /** By its place among the layers. */
  readonly layer: number
  /**
   * `declared`: its default. `set`: replaced by a value. `inherited`: made of the value below. `kept`: inherited as it is.
   * `derived`: computed from other parameters.
   */
  readonly how: 'declared' | 'set' | 'inherited' | 'kept' | 'derived'
  /** Where, in the layer's file; null where that cannot be told. */
  readonly line: number | null
  /** The value below; left out where there is none, and of secrets. */
  readonly before?: JsonValue
  /** Left out of secrets, and where a layer above replaced it before it was known. */
  readonly after?: JsonValue
  /** It is the layer's value for testing. */
  readonly testing?: true
  /** As it is written, where environment variables stand for parts: `${DATA}/words.txt`. */
  readonly written?: string
}

/** An implementation of a hook. */
export interface HookImplementationMeta {
  /** By its place among the layers. */
  readonly layer: number
  /** `default`: with the hook's declaration. `abstract`: the declaration, without an implementation. */
  readonly how: 'default' | 'abstract' | 'replace' | 'append' | 'prepend' | 'wrap'
  /** Where, in the layer's file; null where that cannot be told. */
  readonly line: number | null
  /** By its place among the layers: who replaced it. It is not called. */
  readonly replaced?: number
}

/** Where a run comes from: its layers, and what each did to parameters and hooks. */
export interface LineageMeta {
  /** Lowest first. */
  readonly layers: readonly LayerMeta[]
  /** By parameter, lowest layer first; the last one is what the run had. */
  readonly parameters: Readonly<Record<string, readonly ParameterChangeMeta[]>>
  /** By hook that has an implementation, lowest layer first. */
  readonly hooks: Readonly<Record<string, readonly HookImplementationMeta[]>>
}

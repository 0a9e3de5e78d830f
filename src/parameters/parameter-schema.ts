import type { Setting } from './layers.ts'
import type { ParameterSpec } from './parameter-spec.ts'

/** The parameters of an experiment. Immutable. */
export interface ParameterSchema {
  /** By name, in the order of definition; derived ones last. */
  readonly specs: ReadonlyMap<string, ParameterSpec>
  /** What the layers of the definition say of each, lowest first; the first is a default. */
  readonly settings: ReadonlyMap<string, readonly Setting[]>
  /** What they say of them for `--testing`. */
  readonly testing: ReadonlyMap<string, readonly Setting[]>
  /** By name, as they were defined; without secrets and derived parameters. */
  readonly defaults: Readonly<Record<string, unknown>>
}

/** The layer that is being added. */
export interface SchemaLayer {
  /** By its place among the layers. */
  readonly layer: number
  readonly source: 'default' | 'mixin' | 'extension'
  /** Who defines it, for errors; empty for the experiment itself. */
  readonly where: string
  /** What paths in it are relative to; absolute. */
  readonly folder: string
}

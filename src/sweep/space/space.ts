import type { JsonValue } from '../../format/json-value.ts'
import type { Dimension, DimensionDefinition } from './dimension.ts'

/** Parameters and what they may be. */
export interface Space {
  /** A parameter stands behind those that its condition names; else in the order of the definition. */
  readonly dimensions: readonly Dimension[]
}

/** The definition of a space over parameters with values V, `ParametersOf<typeof experiment>`: wrong names and types do not compile. */
export type SpaceDefinition<V = Readonly<Record<string, JsonValue>>> = { readonly [K in keyof V]?: DimensionDefinition<V[K]> }

import type { ModuleLocation } from './module-location.ts'
import type { Section } from './sections.ts'

/** Marks mixins across copies of this package. */
export const MIXIN = Symbol.for('runlab.mixin')

/** Parameters and implementations of hooks to include in experiments. Immutable. */
export interface MixinSpecification {
  readonly [MIXIN]: true
  readonly location: ModuleLocation
  readonly parameters: Section
  readonly implement: Section
}

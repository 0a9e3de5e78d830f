import type { Kind } from '../api/kind.ts'
import type { SourcePlace } from '../errors.ts'
import type { VisualRules } from '../api/visual.ts'
import type { ResultMeta } from '../format/meta.ts'
import type { DeclaredTolerance } from '../format/tolerance.ts'
import type { HookTable } from '../hooks/table.ts'
import type { ParameterSchema } from '../parameters/schema.ts'
import type { SpecificationLayer } from './layers.ts'
import type { MixinSpecification } from './mixin-specification.ts'
import type { ModuleLocation } from './module-location.ts'

/** What an experiment is once its definition has been checked. Immutable. */
export interface Specification {
  /** Of the highest layer: the experiment, an extension, or a config. */
  readonly location: ModuleLocation
  /** Of the highest layer that is code. */
  readonly code: ModuleLocation
  /** What it is made of, lowest first. */
  readonly layers: readonly SpecificationLayer[]
  readonly mixins: readonly MixinSpecification[]
  readonly parameters: ParameterSchema
  readonly hooks: HookTable
  readonly run: (e: unknown) => unknown
  /** By name, in the order of definition. */
  readonly analyses: ReadonlyMap<string, (e: unknown) => unknown>
  /** Kinds of data that series may have besides runlab's own. */
  readonly kinds: readonly Kind[]
  /** How series are drawn, by name or `prefix/*`. */
  readonly visuals: VisualRules
  readonly results: readonly ResultMeta[]
  /** How repeated runs are compared; of several that fit a name the last one counts. */
  readonly verify: readonly DeclaredTolerance[]
  /** What a config says of the run. */
  readonly settled: SettledByConfig
}

/** What config files say of a run besides its parameters. */
export interface SettledByConfig {
  /** The experiment's name in place of the file's. */
  readonly name?: string
  readonly namespace?: string
  /** Absolute. */
  readonly results?: string
  readonly seed?: { readonly value: number; readonly layer: number; readonly place: SourcePlace }
  /** Values that must not be written. */
  readonly secrets?: readonly string[]
}

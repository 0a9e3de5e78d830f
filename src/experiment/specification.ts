import type { Kind } from '../api/kind.ts'
import type { VisualRules } from '../api/visual.ts'
import type { HookTable } from '../hooks/table.ts'
import type { ParameterSchema } from '../parameters/schema.ts'
import type { ModuleLocation } from './module-location.ts'

/** What an experiment is once its definition has been checked. Immutable. */
export interface Specification {
  readonly location: ModuleLocation
  readonly parameters: ParameterSchema
  readonly hooks: HookTable
  readonly run: (e: unknown) => unknown
  /** Kinds of data that series may have besides runlab's own. */
  readonly kinds: readonly Kind[]
  /** How series are drawn, by name or `prefix/*`. */
  readonly visuals: VisualRules
  /** In place of the file's doc comment. */
  readonly description: string | null
}

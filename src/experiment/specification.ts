import type { HookTable } from '../hooks/table.ts'
import type { ParameterSchema } from '../parameters/schema.ts'
import type { ModuleLocation } from './module-location.ts'

/** What an experiment is once its definition has been checked. Immutable. */
export interface Specification {
  readonly location: ModuleLocation
  readonly parameters: ParameterSchema
  readonly hooks: HookTable
  readonly run: (e: unknown) => unknown
  /** In place of the file's doc comment. */
  readonly description: string | null
}

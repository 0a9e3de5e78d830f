import type { Mixin, MixinDefinition, ModuleMeta } from '../api/experiment.ts'
import type { ValuesOf } from '../api/parameter.ts'
import { specifyMixin } from '../experiment/mixin.ts'
import { fromCaller } from '../internal/from-caller.ts'

/**
 * Defines a mixin: parameters and implementations of hooks that any experiment can include.
 *
 * ```ts
 * export const notify = defineMixin(import.meta, {
 *   parameters: { topic: 'runs' },
 *   implement: { afterRun: (e) => e.log(`${e.params.topic}: ${e.name} is ${e.status}`) },
 * })
 * ```
 *
 * @throws DEFINITION_INVALID, DEFINITION_KEY_UNKNOWN when the definition is wrong.
 */
export function defineMixin<P = {}>(meta: ModuleMeta, definition: MixinDefinition<P>): Mixin<ValuesOf<P>> {
  return fromCaller(defineMixin, () => specifyMixin(meta, definition)) as unknown as Mixin<ValuesOf<P>>
}

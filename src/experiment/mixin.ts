import type { ModuleMeta } from '../api/experiment.ts'
import { runlabError } from '../errors.ts'
import { checkImplementations, includeHooks } from '../hooks/compile.ts'
import { describeValue } from '../internal/describe-value.ts'
import { addMixinParameters, compileParameters } from '../parameters/schema.ts'
import { dirname } from 'node:path'
import { layerName } from './layers.ts'
import type { SpecificationLayer } from './layers.ts'
import { locateModule } from './module-location.ts'
import { MIXIN } from './mixin-specification.ts'
import type { MixinSpecification } from './mixin-specification.ts'
import { checkDefinition, section } from './sections.ts'
import type { Section } from './sections.ts'
import type { Specification } from './specification.ts'

const KEYS = ['parameters', 'implement'] as const

/** Checks a mixin's definition. Throws DEFINITION_INVALID, DEFINITION_KEY_UNKNOWN. */
export function specifyMixin(meta: ModuleMeta, definition: unknown): MixinSpecification {
  const location = locateModule(meta)
  const checked = checkDefinition(definition, KEYS, 'defineMixin(import.meta, { implement: { afterRun: (e) => { … } } })')
  const parameters = { ...section(checked, 'parameters') }
  const implement = { ...section(checked, 'implement') }
  compileParameters(parameters, {}, { where: layerName({ kind: 'mixin', location }), folder: dirname(location.file) })
  checkImplementations(implement)
  return Object.freeze({
    [MIXIN]: true as const,
    location,
    parameters: Object.freeze(parameters),
    implement: Object.freeze(implement),
  })
}

export function isMixin(value: unknown): value is MixinSpecification {
  return typeof value === 'object' && value !== null && MIXIN in value
}

/** `mixins` of a definition, or what stands for them elsewhere: each once. Throws DEFINITION_INVALID. */
export function mixinsSection({ mixins = [] }: Section): readonly MixinSpecification[] {
  if (!Array.isArray(mixins)) {
    throw runlabError('DEFINITION_INVALID', { what: '`mixins` is not a list', hint: 'Write: mixins: [notify]' })
  }
  const checked = mixins.map((mixin: unknown, i): MixinSpecification => {
    if (isMixin(mixin)) return mixin
    const what = `\`mixins[${i}]\` is ${describeValue(mixin)}, not a mixin`
    throw runlabError('DEFINITION_INVALID', { what, hint: 'Make one: defineMixin(import.meta, { … })' })
  })
  return [...new Set(checked)]
}

export interface Inclusion {
  readonly mixin: MixinSpecification
  /** What it is included in, for errors. */
  readonly experiment: string
  /** The layer that includes it, by its place; null for `--include`. */
  readonly by: number | null
  /** Parameters that the including layer defines itself. */
  readonly settled?: ReadonlySet<string>
}

/**
 * Adds a mixin as the next layer; one that is in already stays where it is.
 * Throws MIXIN_CLASH, MIXIN_HOOK, DEFINITION_INVALID for a parameter that is of another type there.
 */
export function includeMixin(below: Specification, { mixin, experiment, by, settled = new Set() }: Inclusion): Specification {
  if (below.mixins.includes(mixin)) return below
  const layer = below.layers.length
  const added: SpecificationLayer = {
    kind: 'mixin',
    location: mixin.location,
    description: null,
    ...(by === null ? {} : { by }),
  }
  const where = layerName(added)
  const at = { layer, source: 'mixin', where, folder: dirname(mixin.location.file) } as const
  return Object.freeze({
    ...below,
    layers: [...below.layers, added],
    mixins: [...below.mixins, mixin],
    parameters: addMixinParameters(below.parameters, at, mixin.parameters, settled),
    hooks: includeHooks(below.hooks, { layer, mixin: where, experiment }, mixin.implement),
  })
}

/** Adds mixins on top of a finished experiment. Throws as `includeMixin`. */
export function includeAll(below: Specification, mixins: readonly unknown[]): Specification {
  const experiment = layerName({ kind: 'experiment', location: below.location })
  return mixinsSection({ mixins }).reduce(
    (specification, mixin) => includeMixin(specification, { mixin, experiment, by: null }),
    below,
  )
}

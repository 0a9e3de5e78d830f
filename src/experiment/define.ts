import { dirname } from 'node:path'
import { checkKinds } from '../api/check-kinds.ts'
import type { ModuleMeta } from '../api/experiment.ts'
import { runlabError } from '../errors.ts'
import { declareHooks, implementHooks } from '../hooks/compile.ts'
import { BARE_HOOKS } from '../hooks/table.ts'
import { NO_PARAMETERS, addParameters } from '../parameters/schema.ts'
import { layerName } from './layers.ts'
import { includeMixin, mixinsSection } from './mixin.ts'
import { locateModule } from './module-location.ts'
import type { ModuleLocation } from './module-location.ts'
import { addResults, checkResults } from './results.ts'
import { analysesSection, checkDefinition, derivedSection, descriptionText, runFunction, section } from './sections.ts'
import type { Section } from './sections.ts'
import type { Specification } from './specification.ts'
import { checkVerify } from './verify-rules.ts'
import { checkVisualRules } from './visual-rules.ts'

const KEYS = [
  'parameters',
  'derived',
  'hooks',
  'implement',
  'mixins',
  'run',
  'testing',
  'analyses',
  'kinds',
  'visuals',
  'results',
  'verify',
  'description',
] as const
const EXTENSION_KEYS = ['override', ...KEYS] as const

/**
 * Checks a definition and makes it an immutable specification.
 * Throws DEFINITION_INVALID, DEFINITION_KEY_UNKNOWN, HOOK_UNKNOWN, MIXIN_CLASH, MIXIN_HOOK, INHERIT_NOTHING, PARAMETER_UNKNOWN.
 */
export function specify(meta: ModuleMeta, definition: unknown): Specification {
  const location = locateModule(meta)
  const checked = checkDefinition(definition, KEYS, 'defineExperiment(import.meta, { parameters: { … }, async run(e) { … } })')
  const run = runFunction(checked)
  if (run === undefined) throw runlabError('DEFINITION_INVALID', { what: 'it has no `run`', hint: 'Write: async run(e) { … }' })
  const nothing: Specification = {
    location,
    code: location,
    layers: [],
    mixins: [],
    parameters: NO_PARAMETERS,
    hooks: BARE_HOOKS,
    run,
    analyses: new Map(),
    kinds: [],
    visuals: {},
    results: [],
    verify: [],
    settled: {},
  }
  return addLayer(nothing, location, checked, 'experiment')
}

/**
 * Makes a specification of a base, which stays as it is, and what deviates from it.
 * Throws as `specify`, for `override` and `implement` of what the base does not have as well.
 */
export function extend(base: Specification, meta: ModuleMeta, definition: unknown): Specification {
  const location = locateModule(meta)
  const checked = checkDefinition(definition, EXTENSION_KEYS, 'base.extend(import.meta, { override: { … } })')
  return addLayer(base, location, checked, 'extension')
}

/** Hooks that the layer declares, its mixins, what it implements; its mixins' parameters, its own. */
function addLayer(
  base: Specification,
  location: ModuleLocation,
  given: Section,
  kind: 'experiment' | 'extension',
): Specification {
  const mixins = mixinsSection(given).filter((mixin) => !base.mixins.includes(mixin))
  const layer = base.layers.length + mixins.length
  const at = { layer, levelStart: base.layers.length }
  const added = { kind, location, description: descriptionText(given) ?? null } as const
  const parameters = section(given, 'parameters')
  const derived = derivedSection(given)
  const declared: Specification = { ...base, hooks: declareHooks(base.hooks, at, section(given, 'hooks')) }
  const override = section(given, 'override')
  const settled = new Set([parameters, derived, override].flatMap(Object.keys))
  const including = { experiment: layerName(added), by: layer, settled }
  const mixed = mixins.reduce((below, mixin) => includeMixin(below, { mixin, ...including }), declared)
  const where = kind === 'experiment' ? '' : layerName(added)
  const source = kind === 'experiment' ? 'default' : 'extension'
  return Object.freeze({
    ...mixed,
    location,
    code: location,
    layers: [...mixed.layers, added],
    parameters: addParameters(
      mixed.parameters,
      { layer, source, where, folder: dirname(location.file) },
      { parameters, derived, override, testing: section(given, 'testing') },
    ),
    hooks: implementHooks(mixed.hooks, at, section(given, 'implement')),
    run: runFunction(given) ?? base.run,
    analyses: new Map([...base.analyses, ...Object.entries(analysesSection(given))]),
    kinds: [...checkKinds(given['kinds']), ...base.kinds],
    visuals: { ...base.visuals, ...checkVisualRules(section(given, 'visuals')) },
    results: addResults(base.results, checkResults(given['results'])),
    verify: [...base.verify, ...checkVerify(section(given, 'verify'))],
  })
}

import { existsSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { namespaceOf } from '../../archive/listing/find-project.ts'
import { runlabError } from '../../errors.ts'
import { abstractHooks } from '../../experiment/abstract-hooks.ts'
import { stemOf } from '../../experiment/layers.ts'
import type { Specification } from '../../experiment/specification.ts'
import type { RunMeta } from '../../format/meta.ts'
import { checkNamespace } from '../../format/run-name.ts'
import { FORMAT_VERSION } from '../../format/version.ts'
import { describeParameters } from '../../parameters/describe.ts'
import type { ResolvedParameters } from '../../parameters/resolve.ts'
import { findCredentials } from '../../secrets/credential-variables.ts'
import { Redactor, SHORTEST_INSIDE_TEXT } from '../../secrets/redactor.ts'
import type { ExperimentFacts } from '../../snapshot/source-facts.ts'
import { loaderState } from '../loading/loader-state.ts'
import { RUNLAB_VERSION } from '../loading/package-version.ts'
import type { System } from '../system.ts'
import { archiveOf } from './archive-of.ts'
import { describeLineage } from './describe-lineage.ts'
import { describeLayers, docsOfLayers, readLayerFacts } from './layer-facts.ts'
import { secondaryName } from './own-facts.ts'
import type { RunIdentity } from './run-record.ts'
import type { RunRequest } from './run-request.ts'
import { hasOriginalLayer, ownLayerOf, settleParameters } from './settle-parameters.ts'

/** A run of which everything is known but its folder. */
export interface RunPlan {
  readonly specification: Specification
  readonly request: RunRequest
  /** The archive that it goes to; absolute. */
  readonly archive: string
  readonly project: string
  readonly resolved: ResolvedParameters
  readonly redactor: Redactor
  readonly identity: Omit<RunIdentity, 'run' | 'start_time'>
  readonly warnings: readonly string[]
}

/**
 * Checks everything that can be wrong with a run before there is a folder; writes nothing.
 * Throws HOOK_ABSTRACT, PARAMETERS_INVALID, SEED_INVALID, NAME_INVALID.
 */
export async function planRun(specification: Specification, request: RunRequest): Promise<RunPlan> {
  const { system } = request
  const { settled, location } = specification
  const missing = abstractHooks(specification)
  if (missing !== null) throw missing
  const { resolved, seed, seedSource } = await settleParameters(specification, request)
  const { redactor, short } = createRedactor(resolved, settled.secrets ?? [], system)
  const wanted = { ...request, namespace: request.namespace ?? settled.namespace }
  refuseSecretNames(wanted, redactor)
  const layers = await readLayerFacts(specification, request.sources, request.exportName)
  const names = await namesOf(specification, request, layers.findLast(({ layer }) => layer.location === specification.code)?.own)
  const { archive, root: project } = archiveOf(specification, request.results, system)
  const description = redactor.mask(describeLayers(layers))
  const identity: RunPlan['identity'] = {
    format: FORMAT_VERSION,
    runlab: RUNLAB_VERSION,
    name: settled.name === undefined ? (names.secondary ?? stemOf(location.file)) : redactor.mask(settled.name),
    namespace:
      wanted.namespace === undefined
        ? namespaceOf(location.file, project, names.secondary ?? undefined)
        : checkNamespace(wanted.namespace),
    description,
    short_description: description.split(/\n\s*\n/, 1)[0]?.slice(0, 600) ?? '',
    base_path: project,
    file: relative(project, location.file).split(sep).join('/'),
    export: names.exported,
    seed,
    seed_source: seedSource,
    load_seed: loaderState()?.loadSeed ?? null,
    debug: request.debug === true,
    testing: request.testing === true,
    mode: request.mode,
    argv: system.argv.map((argument) => maskArgument(argument, redactor)),
    parameters: describeParameters(resolved, docsOfLayers(layers, 'parameters'), project, redactor),
    hooks: describeHooks(specification, docsOfLayers(layers, 'hooks')),
    results: specification.results,
    ...(specification.verify.length === 0 ? {} : { verify: specification.verify }),
    lineage: describeLineage({
      layers,
      given: givenLayers(resolved, specification, request),
      resolved,
      hooks: specification.hooks,
      project,
      redactor,
    }),
    ...reproducesOf(request),
    ...request.origin,
  }
  const warnings = [
    ...short.map(
      (source) => `${source} is shorter than ${SHORTEST_INSIDE_TEXT} characters: it is masked only where it is the whole value.`,
    ),
    ...(request.original?.warnings ?? []),
  ]
  return { specification, request, archive, project, resolved, redactor, identity, warnings }
}

/** What the run itself was given, and before it what it took over from the run that it repeats. */
function givenLayers(
  { entries }: ResolvedParameters,
  specification: Specification,
  request: RunRequest,
): readonly ('original run' | RunRequest['source'])[] {
  const own = ownLayerOf(specification, request)
  const isGiven = entries.some(({ changes }) => changes.some(({ setting }) => setting.layer === own))
  return [...(hasOriginalLayer(request.original) ? ['original run' as const] : []), ...(isGiven ? [request.source] : [])]
}

function reproducesOf({ original }: RunRequest): Pick<RunMeta, 'reproduces'> {
  if (original === undefined) return {}
  const { namespace, run } = original.meta
  return { reproduces: { namespace, run, how: original.how, verdict: null } }
}

/** The names under which the experiment's file exports it: `secondary` where it is not its primary one. */
async function namesOf(
  { location, code }: Specification,
  { exportName, sources }: RunRequest,
  own: ExperimentFacts | undefined,
): Promise<{ readonly secondary: string | null; readonly exported: string | null }> {
  if (location !== code) return { secondary: null, exported: null } // a config exports nothing
  const secondary = exportName === undefined ? secondaryName(own, await sources.facts) : exportName
  return { secondary, exported: secondary ?? own?.exportNames[0] ?? null }
}

function describeHooks({ hooks }: Specification, docs: Readonly<Record<string, string>>): RunIdentity['hooks'] {
  const entries = [...hooks.values()].flatMap((hook) => {
    const num = hook.active.length
    const description = Object.hasOwn(docs, hook.name) ? (docs[hook.name] ?? null) : null
    return num === 0 ? [] : [[hook.name, { name: hook.name, num, description }] as const]
  })
  return Object.fromEntries(entries)
}

function maskArgument(argument: string, redactor: Redactor): string {
  const masked = redactor.mask(argument)
  const equals = argument.indexOf('=') // of --name=value and -p name=value
  if (masked !== argument || equals < 0) return masked
  return `${argument.slice(0, equals + 1)}${redactor.mask(argument.slice(equals + 1))}`
}

/** What this run must not write, and where its short secrets come from, in words. */
function createRedactor(
  resolved: ResolvedParameters,
  more: readonly string[],
  system: System,
): { redactor: Redactor; short: readonly string[] } {
  const credentials = findCredentials(system.env, existsSync)
  const parameters = resolved.entries.flatMap(({ name, isSecret, value }) =>
    isSecret && typeof value === 'string' && value !== '' ? [{ name, value }] : [],
  )
  const isShort = ({ value }: { readonly value: string }): boolean => value.length < SHORTEST_INSIDE_TEXT
  return {
    redactor: new Redactor([...resolved.secrets, ...more, ...credentials.map(({ value }) => value)]),
    short: [
      ...parameters.filter(isShort).map(({ name }) => `The secret "${name}"`),
      ...credentials.filter(isShort).map(({ variable }) => `The value of $${variable}`),
    ],
  }
}

/** A run's folder cannot be masked. Throws NAME_INVALID. */
function refuseSecretNames(
  { name, prefix, namespace }: Pick<RunRequest, 'name' | 'prefix' | 'namespace'>,
  redactor: Redactor,
): void {
  for (const [what, value] of Object.entries({ 'run name': name, prefix, namespace })) {
    if (value === undefined || !redactor.holds(value)) continue
    throw runlabError('NAME_INVALID', { what, value: redactor.mask(value), reason: 'it holds a secret' })
  }
}

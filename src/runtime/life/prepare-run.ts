import { existsSync } from 'node:fs'
import { basename, dirname, extname, relative, sep } from 'node:path'
import { createRunFolder } from '../../archive/create-run-folder.ts'
import { findArchive, namespaceOf } from '../../archive/find-project.ts'
import { runlabError } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { checkNamespace } from '../../format/run-name.ts'
import { FORMAT_VERSION } from '../../format/version.ts'
import { describeParameters } from '../../parameters/describe.ts'
import { resolveParameters } from '../../parameters/resolve.ts'
import type { Given, ParameterLayer, ResolvedParameters } from '../../parameters/resolve.ts'
import { checkSeed, drawSeed } from '../../random/streams.ts'
import { SHORTEST_INSIDE_TEXT, Redactor } from '../../secrets/redactor.ts'
import { findCredentials } from '../../secrets/credential-variables.ts'
import type { ExperimentFacts, SourceFacts } from '../../snapshot/source-facts.ts'
import { loaderState } from '../loading/loader-state.ts'
import { ownFacts } from './own-facts.ts'
import { RUNLAB_VERSION } from '../loading/package-version.ts'
import { RunRecord } from './run-record.ts'
import type { System } from '../system.ts'
import type { RunRequest } from './run-request.ts'

/** A run whose parameters hold and whose folder is made, and that has not started. */
export interface PreparedRun {
  readonly specification: Specification
  readonly request: RunRequest
  readonly folder: string
  /** The archive that holds the folder. */
  readonly archive: string
  readonly project: string
  readonly resolved: ResolvedParameters
  readonly record: RunRecord
  readonly redactor: Redactor
}

/**
 * Checks everything that can be wrong with a run, then makes its folder: nothing exists before all is known to be right.
 * Throws PARAMETERS_INVALID, SEED_INVALID, NAME_INVALID, RUN_NAME_TAKEN, ARCHIVE_UNWRITABLE.
 */
export async function prepareRun(specification: Specification, request: RunRequest): Promise<PreparedRun> {
  const { system } = request
  const { file } = specification.location
  const definitionFolder = dirname(file)
  const { seed, seedSource, layers } = chooseSeed(specification, request)
  const resolved = await resolveFor(specification, layers, system)
  const { redactor, short } = createRedactor(resolved, system)
  refuseSecretNames(request, redactor)
  const facts = await request.sources.facts
  const own = ownFacts(specification, request.exportName, facts)
  const exportName = request.exportName === undefined ? secondaryName(own, facts) : request.exportName
  const { archive, root: project } = findArchive({
    from: definitionFolder,
    cwd: system.cwd(),
    env: system.env,
    results: request.results,
  })
  const namespace =
    request.namespace === undefined ? namespaceOf(file, project, exportName ?? undefined) : checkNamespace(request.namespace)
  const start = system.now()
  const { folder, run } = createRunFolder({
    archive,
    namespace,
    now: new Date(start),
    tail: system.tail,
    ...(request.name === undefined ? {} : { name: request.name }),
    ...(request.prefix === undefined ? {} : { prefix: request.prefix }),
    ...(request.debug === true ? { debug: true } : {}),
  })
  const description = specification.description ?? own?.description ?? facts.fileDescription ?? ''
  const record = new RunRecord(
    {
      format: FORMAT_VERSION,
      runlab: RUNLAB_VERSION,
      name: exportName ?? basename(file, extname(file)),
      run,
      namespace,
      description,
      short_description: description.split(/\n\s*\n/, 1)[0]?.slice(0, 600) ?? '',
      start_time: start / 1000,
      base_path: project,
      file: relative(project, file).split(sep).join('/'),
      export: exportName ?? own?.exportNames[0] ?? null,
      seed,
      seed_source: seedSource,
      load_seed: loaderState()?.loadSeed ?? null,
      debug: request.debug === true,
      mode: request.mode,
      argv: system.argv.map((argument) => maskArgument(argument, redactor)),
      parameters: describeParameters(resolved, own?.parameters ?? {}, project, redactor),
      hooks: describeHooks(specification, own),
      lineage: null,
    },
    redactor,
  )
  for (const source of short)
    record.warn(`${source} is shorter than ${SHORTEST_INSIDE_TEXT} characters: it is masked only where it is the whole value.`)
  return { specification, request, folder, archive, project, resolved, record, redactor }
}

/** Resolves the parameters of a run. Throws PARAMETERS_INVALID. */
export async function resolveFor(
  specification: Specification,
  layers: readonly ParameterLayer[],
  system: System,
): Promise<ResolvedParameters> {
  return await resolveParameters(specification.parameters, layers, {
    cwd: system.cwd(),
    definitionFolder: dirname(specification.location.file),
    env: system.env,
    fileExists: existsSync,
  })
}

/**
 * The seed: as given, else a numeric parameter `seed` as given or by its default, else drawn. Such a parameter receives it.
 * Throws SEED_INVALID; FLAG_INVALID for two different seeds.
 */
function chooseSeed(
  specification: Specification,
  request: RunRequest,
): { seed: number; seedSource: 'given' | 'drawn'; layers: readonly ParameterLayer[] } {
  const { source } = request
  const declared = specification.parameters.specs.get('seed')
  const receives = declared !== undefined && !declared.derived && typeof declared.default === 'number'
  const given = receives ? givenSeed(request.given['seed']) : undefined
  if (request.seed !== undefined && given !== undefined && request.seed !== given) {
    throw runlabError('FLAG_INVALID', {
      flag: '--seed',
      value: String(request.seed),
      expected: `what the parameter "seed" is given, ${given}`,
    })
  }
  const byDefault = receives && request.seed === undefined && given === undefined ? (declared.default as number) : undefined
  const asked = request.seed ?? given ?? byDefault
  const seed = asked === undefined ? (request.drawnSeed ?? drawSeed(request.system.randomInt)) : checkSeed(asked)
  const layers: ParameterLayer[] = [{ source, given: request.given }]
  if (receives && byDefault === undefined) layers.push({ source, given: { seed: { value: seed } } })
  return { seed, seedSource: asked === undefined ? 'drawn' : 'given', layers }
}

function givenSeed(given: Given | undefined): number | undefined {
  if (given === undefined) return undefined
  if ('value' in given) return given.value as number
  const text = given.text.at(-1) ?? ''
  const seed = Number(text)
  if (text.trim() === '' || Number.isNaN(seed)) throw runlabError('SEED_INVALID', { value: JSON.stringify(text) })
  return seed
}

/** The export's name, where the experiment is not its file's primary one. */
function secondaryName(own: ExperimentFacts | undefined, facts: SourceFacts): string | null {
  if (own === undefined || facts.experiments.length === 1) return null
  const names = own.exportNames
  return names.includes('default') || names.includes('experiment') ? null : (names[0] ?? null)
}

function describeHooks(specification: Specification, own: ExperimentFacts | undefined): RunRecord['identity']['hooks'] {
  const entries = [...specification.hooks.values()]
    .filter((hook) => hook.implementation !== null)
    .map(({ name }) => [name, { name, num: 1, description: own?.hooks[name] ?? null }] as const)
  return Object.fromEntries(entries)
}

function maskArgument(argument: string, redactor: Redactor): string {
  const masked = redactor.mask(argument)
  const equals = argument.indexOf('=') // of --name=value and -p name=value
  if (masked !== argument || equals < 0) return masked
  return `${argument.slice(0, equals + 1)}${redactor.mask(argument.slice(equals + 1))}`
}

/** What this run must not write, and where its short secrets come from, in words. */
function createRedactor(resolved: ResolvedParameters, system: System): { redactor: Redactor; short: readonly string[] } {
  const credentials = findCredentials(system.env, existsSync)
  const parameters = resolved.entries.flatMap(({ name, spec, value }) =>
    spec.secret !== null && typeof value === 'string' && value !== '' ? [{ name, value }] : [],
  )
  const isShort = ({ value }: { readonly value: string }): boolean => value.length < SHORTEST_INSIDE_TEXT
  return {
    redactor: new Redactor([...resolved.secrets, ...credentials.map(({ value }) => value)]),
    short: [
      ...parameters.filter(isShort).map(({ name }) => `The secret "${name}"`),
      ...credentials.filter(isShort).map(({ variable }) => `The value of $${variable}`),
    ],
  }
}

/** A run's folder cannot be masked. Throws NAME_INVALID. */
function refuseSecretNames({ name, prefix, namespace }: RunRequest, redactor: Redactor): void {
  for (const [what, value] of Object.entries({ 'run name': name, prefix, namespace })) {
    if (value === undefined || !redactor.holds(value)) continue
    throw runlabError('NAME_INVALID', { what, value: redactor.mask(value), reason: 'it holds a secret' })
  }
}

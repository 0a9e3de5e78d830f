import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RunlabError, problem, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { abstractHooks } from '../../experiment/abstract-hooks.ts'
import { asProblem } from '../../experiment/config/apply-config.ts'
import type { Specification } from '../../experiment/specification.ts'
import { kebabCase } from '../../internal/kebab-case.ts'
import { nearest } from '../../internal/nearest.ts'
import { RUN_FLAGS } from '../command-line/run-flags.ts'
import { problemsOfParameters } from '../life/settle-parameters.ts'
import { settles } from '../life/settles.ts'
import { withOutputOnStderr } from '../globals.ts'
import { readConfig } from '../loading/load-config.ts'
import { describeLoadError } from '../loading/load-error.ts'
import { exportedExperiments, neverEvaluated } from '../loading/load-experiment.ts'
import { exportedMixins } from '../loading/load-mixins.ts'
import { realSystem } from '../system.ts'
import type { System } from '../system.ts'

/** Something that is wrong: an `error` keeps a run from starting, a `warning` does not, or not everywhere. */
export interface FoundProblem extends Problem {
  readonly severity: 'error' | 'warning'
}

export interface CheckedFile {
  /** As it was named. */
  readonly file: string
  readonly kind: 'config' | 'script'
  /** What a script exports; of a config the experiment that it derives. */
  readonly holds: string
  readonly problems: readonly FoundProblem[]
}

/**
 * Checks configs, and the experiments and mixins that scripts export, as far as that goes without running them: loads them, and
 * resolves their parameters. What they print meanwhile goes to standard error. Throws no error of ours.
 */
export async function checkFiles(files: readonly string[]): Promise<readonly CheckedFile[]> {
  const { installLoader } = await import('../loading/install-loader.ts')
  await installLoader()
  const system = realSystem()
  return await withOutputOnStderr(async () => {
    const checked: CheckedFile[] = []
    for (const file of files) checked.push(await checkFile(file, system))
    return checked
  })
}

async function checkFile(file: string, system: System): Promise<CheckedFile> {
  const path = resolve(system.cwd(), file)
  const isConfig = /\.ya?ml$/.test(file)
  const kind = isConfig ? 'config' : 'script'
  if (!existsSync(path)) return { file, kind, holds: '', problems: [asError(missing(file, path))] }
  return isConfig ? await checkConfig(file, path, system) : await checkScript(file, path, system)
}

async function checkConfig(file: string, path: string, system: System): Promise<CheckedFile> {
  const { experiment, problems } = await readConfig(path, system)
  const found = problems.map(asError)
  if (experiment === null) return { file, kind: 'config', holds: '', problems: found }
  const { specification } = experiment
  const incomplete = abstractHooks(specification)
  if (incomplete !== null) found.push(asError(asProblem(incomplete)))
  found.push(...(await parameterProblems(specification, system)))
  return { file, kind: 'config', holds: basename(specification.code.file), problems: found }
}

async function checkScript(file: string, path: string, system: System): Promise<CheckedFile> {
  const loaded = await loadScript(path, system)
  if ('problem' in loaded) return { file, kind: 'script', holds: '', problems: [asError(loaded.problem)] }
  const experiments = exportedExperiments(loaded.module)
  const mixins = exportedMixins(loaded.module)
  const problems: FoundProblem[] = []
  for (const { specification } of new Set(experiments.values())) {
    const incomplete = abstractHooks(specification)
    // What is derived from it may be complete.
    if (incomplete !== null) problems.push({ ...asProblem(incomplete), severity: 'warning' })
    problems.push(...(await parameterProblems(specification, system)), ...hiddenFlags(specification))
  }
  if (experiments.size + mixins.size === 0) {
    const found = typeof loaded.module === 'object' && loaded.module !== null ? Object.keys(loaded.module) : []
    problems.push(asError(problem('EXPERIMENT_NONE', { file: relative(system.cwd(), path) || path, found })))
  }
  return { file, kind: 'script', holds: holdingText([...experiments.keys()], [...mixins.keys()]), problems }
}

async function loadScript(path: string, system: System): Promise<{ readonly module: unknown } | { readonly problem: Problem }> {
  const file = relative(system.cwd(), path) || path
  try {
    const loading = import(pathToFileURL(path).href).catch(async (error: unknown) => {
      throw runlabError('LOAD_FAILED', { file, ...(await describeLoadError(error, system.cwd())) }, error)
    })
    return { module: await settles(loading, () => neverEvaluated(file)) }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { problem: asProblem(error) }
  }
}

async function parameterProblems(specification: Specification, system: System): Promise<readonly FoundProblem[]> {
  const found = await problemsOfParameters(specification, [], { system })
  // A secret may be there where the run is, and not where it is checked.
  return found.map((one) => ({ ...one, severity: one.code === 'PARAMETER_MISSING' ? 'warning' : 'error' }))
}

/** Parameters that runlab's own flags hide; `seed` receives the run's. */
function hiddenFlags({ parameters }: Specification): readonly FoundProblem[] {
  const own = new Set<string>(RUN_FLAGS.map(({ name }) => name))
  return [...parameters.specs.keys()]
    .filter((name) => name !== 'seed' && own.has(kebabCase(name)))
    .map((parameter) => ({
      ...problem('PARAMETER_HIDDEN', { parameter, flag: `--${kebabCase(parameter)}` }),
      severity: 'warning',
    }))
}

function asError(found: Problem): FoundProblem {
  return { ...found, severity: 'error' }
}

function missing(file: string, path: string): Problem {
  const folder = dirname(path)
  const near = existsSync(folder) ? nearest(basename(path), readdirSync(folder)) : null
  return problem('FILE_NOT_FOUND', { file, suggestion: near === null ? null : join(dirname(file), near) })
}

function holdingText(experiments: readonly string[], mixins: readonly string[]): string {
  const count = (names: readonly string[], what: string): string[] =>
    names.length === 0 ? [] : [names.length === 1 ? what : `${names.length} ${what}s`]
  return [...count(experiments, 'experiment'), ...count(mixins, 'mixin')].join(', ')
}

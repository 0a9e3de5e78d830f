import { statSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { RunlabError, problem } from '../../errors.ts'
import type { ErrorCode, Problem } from '../../errors.ts'
import { abstractHooks } from '../../experiment/abstract-hooks.ts'
import { asProblem } from '../../experiment/config/apply-config.ts'
import type { Specification } from '../../experiment/specification.ts'
import { kebabCase } from '../../internal/kebab-case.ts'
import { nearest } from '../../internal/nearest.ts'
import { RUN_FLAGS } from '../command-line/run-flags.ts'
import { problemsOfParameters } from '../life/settle-parameters.ts'
import { withOutputOnStderr } from '../globals.ts'
import { checkConfig } from '../loading/load-config.ts'
import { exportNames, exportedExperiments } from '../loading/load-experiment.ts'
import { exportedMixins } from '../loading/load-mixins.ts'
import { loadModule } from '../loading/load-module.ts'
import { noExperiment } from '../loading/no-experiment.ts'
import { nearestPath } from '../loading/nearest-path.ts'
import { splitName } from '../loading/split-name.ts'
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
export async function checkFiles(
  files: readonly string[],
  /** What else a file may hold, and what is wrong with that; null where it does not. */
  also: (file: string, system: System) => Promise<Pick<CheckedFile, 'holds' | 'problems'> | null>,
): Promise<readonly CheckedFile[]> {
  const { installLoader } = await import('../loading/install-loader.ts')
  await installLoader()
  const system = realSystem()
  const checked: CheckedFile[] = []
  const sayEnd = (): void => {
    const { message, hint } = problem('CHECK_ENDED', { file: files[checked.length] ?? '' })
    system.stderr.write(`error: ${message}\n       ${hint}\n`)
    process.exitCode ||= 1
  }
  process.once('exit', sayEnd)
  try {
    return await withOutputOnStderr(async () => {
      for (const file of files) checked.push(await checkBoth(file, system, also))
      return checked
    })
  } finally {
    process.off('exit', sayEnd)
  }
}

async function checkBoth(file: string, system: System, also: Parameters<typeof checkFiles>[1]): Promise<CheckedFile> {
  const other = isFile(splitName(file, system.cwd()).path) ? await also(file, system) : null
  const own = await checkFile(file, system)
  if (other === null) return own
  const said = new Set(other.problems.map(({ message }) => message))
  const problems =
    own.kind === 'config' ? [] : own.problems.filter(({ code, message }) => !ELSE.includes(code) && !said.has(message))
  return {
    ...own,
    holds: [own.holds, other.holds].filter((text) => text !== '').join(', '),
    problems: [...problems, ...other.problems],
  }
}

/** What is wrong with a file that holds something else. */
const ELSE: readonly string[] = ['EXPERIMENT_NONE', 'EXPERIMENT_NAME_UNKNOWN'] satisfies ErrorCode[]

async function checkFile(file: string, system: System): Promise<CheckedFile> {
  const { path, name } = splitName(file, system.cwd())
  const isConfig = /\.ya?ml$/.test(path)
  const kind = isConfig ? 'config' : 'script'
  if (!isFile(path))
    return {
      file,
      kind,
      holds: '',
      problems: [asError(problem('FILE_NOT_FOUND', { file, suggestion: nearestPath(path, file), isFolder: isFolder(path) }))],
    }
  return isConfig ? await checkOneConfig(file, path, system) : await checkScript({ file, path, name }, system)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

async function checkOneConfig(file: string, path: string, system: System): Promise<CheckedFile> {
  const { experiment, problems } = await checkConfig(path, system)
  const holds = experiment === null ? '' : basename(experiment.specification.code.file)
  return { file, kind: 'config', holds, problems: problems.map(graded) }
}

interface Script {
  /** As it was named. */
  readonly file: string
  readonly path: string
  /** Of what is to be checked in it; null for all. */
  readonly name: string | null
}

async function checkScript({ file, path, name }: Script, system: System): Promise<CheckedFile> {
  const loaded = await tryLoad(path, system)
  if ('problem' in loaded) return { file, kind: 'script', holds: '', problems: [asError(loaded.problem)] }
  const experiments = named(exportedExperiments(loaded.module), name)
  const mixins = named(exportedMixins(loaded.module), name)
  const problems: FoundProblem[] = []
  for (const [exported, { specification }] of uniquely(experiments)) {
    const incomplete = abstractHooks(specification)
    // What is derived from it may be complete.
    if (incomplete !== null) {
      const { message, ...rest } = asProblem(incomplete)
      problems.push({ ...rest, message: experiments.size > 1 ? `${exported}: ${message}` : message, severity: 'warning' })
    }
    const found = await problemsOfParameters(specification, [], { system })
    problems.push(...found.map(graded), ...hiddenFlags(specification))
  }
  if (experiments.size + mixins.size === 0)
    problems.push(asError(await nothingIn(loaded.module, { path, shown: relative(system.cwd(), path) || path, name })))
  return { file, kind: 'script', holds: holdingText([...experiments.keys()], [...mixins.keys()]), problems }
}

/** Each once, under the first of its names. */
function uniquely<T>(exported: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  const known = new Set<T>()
  return [...exported].filter(([, one]) => !known.has(one) && known.add(one))
}

async function tryLoad(path: string, system: System): Promise<{ readonly module: unknown } | { readonly problem: Problem }> {
  try {
    return { module: await loadModule(path, system.cwd()) }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { problem: asProblem(error) }
  }
}

function named<T>(exported: ReadonlyMap<string, T>, name: string | null): ReadonlyMap<string, T> {
  return name === null ? exported : new Map([...exported].filter(([one]) => one === name))
}

interface Wanted {
  readonly path: string
  readonly shown: string
  readonly name: string | null
}

async function nothingIn(module: unknown, { path, shown, name }: Wanted): Promise<Problem> {
  if (name === null) return asProblem(await noExperiment(path, shown, exportNames(module)))
  const names = [...exportedExperiments(module).keys(), ...exportedMixins(module).keys()]
  return problem('EXPERIMENT_NAME_UNKNOWN', { file: shown, name, names, suggestion: nearest(name, names) })
}

/** A secret may be there where the run is, and not where it is checked. */
function graded(found: Problem): FoundProblem {
  return { ...found, severity: found.code === 'PARAMETER_MISSING' ? 'warning' : 'error' }
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

function holdingText(experiments: readonly string[], mixins: readonly string[]): string {
  const count = (names: readonly string[], what: string): string[] =>
    names.length === 0 ? [] : [names.length === 1 ? what : `${names.length} ${what}s`]
  return [...count(experiments, 'experiment'), ...count(mixins, 'mixin')].join(', ')
}

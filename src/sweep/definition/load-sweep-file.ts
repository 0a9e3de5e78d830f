import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { problem, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { SweepExperiment } from '../../format/sweep.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { showValue } from '../../parameters/show-value.ts'
import { exportsOf } from '../../runtime/loading/exports-of.ts'
import { exportedExperiments, pickExperiment } from '../../runtime/loading/load-experiment.ts'
import { loadModule } from '../../runtime/loading/load-module.ts'
import { loaderState } from '../../runtime/loading/loader-state.ts'
import { splitName } from '../../runtime/loading/split-name.ts'
import { loadTypescript } from '../../runtime/loading/typescript-loader.ts'
import { isRunnable } from '../../runtime/runnable.ts'
import type { Runnable } from '../../runtime/runnable.ts'
import type { System } from '../../runtime/system.ts'
import { isSweep } from './define-sweep.ts'
import type { DefinedSweep } from './define-sweep.ts'
import { labelExperiments } from './label-experiments.ts'
import { readDeclaration } from './read-declaration.ts'
import { readSweepConfig } from './read-sweep-config.ts'
import type { SweepRequest } from './sweep-request.ts'

/**
 * The sweep that a script, `FILE[#name]`, exports or that a config is; null where the file is something else, which is not executed
 * unless it may define one. Throws SWEEP_INVALID with all that is wrong with it; LOAD_FAILED.
 */
export async function loadSweepFile(path: string, system: System): Promise<SweepRequest | null> {
  const { path: file, name } = splitName(path, system.cwd())
  const shown = relative(system.cwd(), file) || file
  if (/\.ya?ml$/.test(file)) {
    const config = await readSweepConfig(file, system.env)
    if (config === null) return null
    return await requestOf({ file, shown, given: config.given, problems: config.problems, placed: config.placed }, system)
  }
  if (!mayDefineSweep(file)) return null
  if (loaderState() === null) await loadTypescript()
  const sweep = pickSweep(await loadModule(file, system.cwd()), name, shown)
  if (sweep === null) return null
  if (!isPlainObject(sweep.declaration)) {
    const expected = 'an object with experiment and space'
    const wrong = problem('CONFIG_VALUE', { key: 'defineSweep', value: showValue(sweep.declaration), expected })
    throw runlabError('SWEEP_INVALID', { file: shown, problems: [wrong] })
  }
  return await requestOf({ file: sweep.file, shown, given: sweep.declaration, problems: [], placed: (_, one) => one }, system)
}

function mayDefineSweep(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes('defineSweep')
  } catch {
    return false // loading it as an experiment says why
  }
}

/** The one of that name; else the default export, the one named `sweep`, or the only one. */
function pickSweep(module: unknown, name: string | null, shown: string): DefinedSweep | null {
  const found = exportsOf(module, isSweep)
  if (name !== null) return found.get(name) ?? null
  const primary = found.get('default') ?? found.get('sweep') ?? (found.size === 1 ? [...found.values()][0] : undefined)
  if (primary !== undefined || found.size === 0) return primary ?? null
  const names = [...found.keys()]
  const expected = `one of its sweeps, like ${shown}#${names[0] ?? ''}: it exports ${names.join(', ')}`
  throw runlabError('FLAG_INVALID', { flag: 'FILE', value: shown, expected })
}

interface Declaration {
  readonly file: string
  readonly shown: string
  readonly given: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
  /** With the place of a key, where it is known. */
  placed(key: string | null, problem: Problem): Problem
}

async function requestOf({ file, shown, given, problems: before, placed }: Declaration, system: System): Promise<SweepRequest> {
  const { declared, problems } = readDeclaration(given, file)
  const all: Problem[] = [...before, ...problems.map((one) => placed(one.key, one.problem))]
  const swept = given['experiment'] ?? []
  const experiments: Omit<SweepExperiment, 'label'>[] = []
  for (const one of Array.isArray(swept) ? (swept as readonly unknown[]) : [swept]) {
    // oxlint-disable-next-line no-await-in-loop -- their order is that of the file
    const found = await sweptExperiment(one, file, system)
    if ('file' in found) experiments.push(found)
    else all.push(placed('experiment', found))
  }
  const sorted = all.toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0))
  if (sorted.length > 0) throw runlabError('SWEEP_INVALID', { file: shown, problems: sorted })
  return { ...declared, experiments: labelExperiments(experiments, dirname(file)) }
}

/** Where trials find it. */
async function sweptExperiment(given: unknown, file: string, system: System): Promise<Omit<SweepExperiment, 'label'> | Problem> {
  if (typeof given === 'string') {
    const { path, name } = splitName(given, dirname(file))
    return { file: path, name }
  }
  if (!isRunnable(given)) {
    const expected = 'an experiment, or the path of a script or config'
    return problem('CONFIG_VALUE', { key: 'experiment', value: showValue(given), expected })
  }
  return await whereExported(given, system)
}

async function whereExported(experiment: Runnable, system: System): Promise<Omit<SweepExperiment, 'label'> | Problem> {
  const { file } = experiment.specification.location
  if (/\.ya?ml$/.test(file)) return { file, name: null }
  const module = await loadModule(file, system.cwd())
  const [name] = [...exportedExperiments(module)].find(([, one]) => one === experiment) ?? []
  if (name === undefined) {
    const expected = `one that ${relative(system.cwd(), file)} exports, so that trials find it`
    return problem('CONFIG_VALUE', { key: 'experiment', value: 'an experiment without an export', expected })
  }
  return { file, name: pickExperiment(module, name, file).exportName }
}

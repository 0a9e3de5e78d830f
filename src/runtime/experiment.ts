import { fileURLToPath } from 'node:url'
import type {
  DefinedValues,
  Definition,
  Experiment,
  LoadOptions,
  Mixin,
  ModuleMeta,
  OwnRuns,
  RunOptions,
} from '../api/experiment.ts'
import type { AnyHooks, HooksOf } from '../api/hooks.ts'
import type { RunReader } from '../api/run.ts'
import { loadRun } from '../archive/listing/load-run.ts'
import { extend, specify } from '../experiment/define.ts'
import { includeAll } from '../experiment/mixin.ts'
import type { Specification } from '../experiment/specification.ts'
import { checkRunOptions } from './run-options.ts'
import { loadByPath } from './loading/load-by-path.ts'
import { runExperiment } from './life/run-experiment.ts'
import { fromCaller } from '../internal/from-caller.ts'
import { givenByCode } from '../parameters/layers.ts'
import { runIfMain } from './run-if-main.ts'
import { EXPERIMENT } from './runnable.ts'
import type { Runnable } from './runnable.ts'
import { gatherSources } from './life/sources.ts'
import type { Sources } from './life/sources.ts'
import { realSystem } from './system.ts'

/** An experiment: its specification, and ways to run it. Immutable. */
export class ExperimentHandle implements Runnable {
  readonly specification: Specification
  readonly [EXPERIMENT] = true
  #sources: Sources | undefined
  /** Whether `runIfMain` was called. */
  #isStarted = false

  constructor(specification: Specification) {
    this.specification = specification
    Object.defineProperty(this, 'specification', { enumerable: false })
  }

  extend(meta: ModuleMeta, extension: unknown): ExperimentHandle {
    const { specification } = this
    return new ExperimentHandle(fromCaller(this.extend, () => extend(specification, meta, extension)))
  }

  get defaults(): Readonly<Record<string, unknown>> {
    return this.specification.parameters.defaults
  }

  sources(): Sources {
    this.#sources ??= gatherSources(this.specification.code.file)
    return this.#sources
  }

  adoptSources(sources: Sources): void {
    this.#sources ??= sources
  }

  async run(options: RunOptions<Readonly<Record<string, unknown>>> = {}): Promise<RunReader> {
    const { parameters = {}, panels = false, include = [], ...rest } = checkRunOptions(options)
    const given = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, givenByCode(value)]))
    const system = realSystem()
    return await runExperiment(includeAll(this.specification, include), {
      ...rest,
      given,
      source: 'code',
      panels,
      exclusive: false,
      mode: 'in-process',
      sources: this.sources(),
      system,
    })
  }

  runIfMain(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    runIfMain(this)
  }

  async load(run: string | URL, { kinds = [], ...options }: LoadOptions = {}): Promise<RunReader> {
    return await loadRun(run, {
      ...options,
      kinds: [...kinds, ...this.specification.kinds.filter(({ name }) => kinds.every((kind) => kind.name !== name))],
    })
  }

  /** A run that goes on has no need of what is imported here. */
  async *runs(options: OwnRuns = {}): AsyncGenerator<RunReader, void, undefined> {
    const { ownRuns } = await import('./life/own-runs.ts')
    yield* ownRuns(this.specification, options, realSystem())
  }
}

/**
 * Defines an experiment.
 *
 * ```ts
 * export const experiment = defineExperiment(import.meta, {
 *   parameters: { numWords: 50 },
 *   async run(e) { e.set('n', e.params.numWords) },
 * })
 * experiment.runIfMain()
 * ```
 *
 * @param meta `import.meta`; in CommonJS `module`.
 * @throws DEFINITION_INVALID, DEFINITION_KEY_UNKNOWN, HOOK_UNKNOWN, MIXIN_CLASH, MIXIN_HOOK when the definition is wrong.
 */
export function defineExperiment<
  P = {},
  D = {},
  A extends Record<string, readonly any[]> = {},
  R = {},
  M extends readonly Mixin<any>[] = [],
  A2 extends Record<string, readonly any[]> = {},
  R2 = {},
>(
  meta: ModuleMeta,
  definition: Definition<P, D, A, R, M, A2, R2>,
): Experiment<DefinedValues<P, D, M>, HooksOf<DefinedValues<P, D, M>, A, R>> {
  // The handle works on unknown values; what the types promise holds because parameters and hooks are checked at run time.
  const specification = fromCaller(defineExperiment, () => specify(meta, definition))
  return new ExperimentHandle(specification) as unknown as ReturnType<typeof defineExperiment<P, D, A, R, M, A2, R2>>
}

/**
 * Loads the experiment of a script, `FILE[#name]`, or of a config file: to extend or run one that is known by its path only.
 * Relative to the working directory. TypeScript is loaded as `runlab run` loads it.
 *
 * ```ts
 * const base = await loadExperiment('experiments/word_count.ts')
 * const run = await base.extend(import.meta, { override: { numWords: 3 } }).run()
 * ```
 *
 * @throws FILE_NOT_FOUND, LOAD_FAILED, EXPERIMENT_NONE, EXPERIMENT_AMBIGUOUS, EXPERIMENT_NAME_UNKNOWN; CONFIG_INVALID.
 */
export async function loadExperiment(path: string | URL): Promise<Experiment<Readonly<Record<string, any>>, AnyHooks>> {
  const { specification, sources } = await loadByPath(typeof path === 'string' ? path : fileURLToPath(path), realSystem())
  const handle = new ExperimentHandle(specification)
  handle.adoptSources(sources)
  return handle as unknown as Experiment<Readonly<Record<string, any>>, AnyHooks>
}

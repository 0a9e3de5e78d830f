import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { problem, problemsIn } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { parseCommandLine } from '../../parameters/command-line/parse.ts'
import { colorsFor } from '../../render/colors.ts'
import type { ChildTask, LaunchTask, OriginalTask } from '../process/child-task.ts'
import type { SupervisorLink } from '../process/supervisor-link.ts'
import { loadExperiment } from '../loading/load-experiment.ts'
import type { LoadedExperiment } from '../loading/load-experiment.ts'
import { loaderState } from '../loading/loader-state.ts'
import { printRunHelp } from './run-help.ts'
import { printProblems } from '../output/print-problems.ts'
import { includeAll } from '../../experiment/mixin.ts'
import { planRun } from '../life/plan-run.ts'
import { problemsOfParameters } from '../life/settle-parameters.ts'
import { exitCodeOf } from '../life/exit-code.ts'
import { carryOut } from '../life/run-experiment.ts'
import { launchedValues } from './launched-values.ts'
import { RUN_FLAGS } from './run-flags.ts'
import type { RunRequest } from '../life/run-request.ts'
import { gatherSources } from '../life/sources.ts'
import type { Surroundings } from '../life/sources.ts'
import type { System } from '../system.ts'
import { runnableOf } from '../runnable.ts'
import type { Runnable } from '../runnable.ts'

/** The shell's view of a run. */
const EXIT = { done: 0, refused: 2 } as const

export interface CommandLineRun {
  readonly experiment: Runnable
  readonly exportName: string | null
  /** Flags and parameters. */
  readonly tokens: readonly string[]
  readonly mode: RunRequest['mode']
  readonly system: System
  /** The seed to use when none is asked for. */
  readonly drawnSeed?: number
  readonly surroundings: Surroundings
  /** The supervisor of this process, and what it says of its terminal. */
  readonly supervisor?: SupervisorLink
  readonly ignoresHangup?: boolean
  /** The run that this one repeats. */
  readonly original?: OriginalTask | null
  /** What the run that starts this one gives it. */
  readonly launch?: LaunchTask | null
}

/** Loads a file, finds its experiment and runs it. Gives the exit code; errors are printed. */
export async function runFile(
  task: ChildTask,
  tokens: readonly string[],
  { system, supervisor, surroundings }: Pick<CommandLineRun, 'system' | 'surroundings'> & { readonly supervisor: SupervisorLink },
): Promise<number> {
  const { drawnSeed, original, launch, supervision } = task
  const { ignoresHangup } = supervision
  const supervised = { mode: 'supervised', supervisor, ignoresHangup } as const
  try {
    const loaded = await loadTask(task, system)
    return await runFromCommandLine({ ...loaded, tokens, system, drawnSeed, original, launch, surroundings, ...supervised })
  } catch (error) {
    return refuse(error, system)
  }
}

async function loadTask({ file, name }: ChildTask, system: System): Promise<LoadedExperiment> {
  if (/\.ya?ml$/.test(file)) {
    const { loadConfig } = await import('../loading/load-config.ts')
    return { experiment: await loadConfig(file, system), exportName: null }
  }
  const sources = gatherSources(file)
  const loaded = await loadExperiment({ file, name, graph: sources.graph }, system.cwd())
  const definedIn = loaded.experiment.specification.location.file
  // A file may export an experiment that another one defines: what was run is the entry all the same.
  const isEntry = definedIn === realpathSync(file)
  loaded.experiment.adoptSources(isEntry ? sources : { graph: sources.graph, facts: gatherSources(definedIn).facts })
  return loaded
}

/** Runs an experiment with the flags of a command line. Gives the exit code; errors are printed. */
export async function runFromCommandLine(run: CommandLineRun): Promise<number> {
  const { system } = run
  try {
    const experiment = await withIncluded(run)
    const {
      given: written,
      flags,
      problems: found,
    } = parseCommandLine(run.tokens, experiment.specification.parameters, RUN_FLAGS)
    const given = { ...(run.launch ? launchedValues(run.launch, experiment.specification, system) : {}), ...written }
    if (flags['help'] !== undefined) {
      await printRunHelp(experiment, run.exportName, system)
      return EXIT.done
    }
    const grace = readGrace(flags['grace'])
    const mode = run.mode === 'in-process' ? flagsOfCommand(flags) : []
    const problems = [...found, ...mode, ...conflictsOf(flags), ...(typeof grace === 'object' ? [grace] : [])]
    const seed = readSeed(flags['seed'])
    if (problems.length > 0 || typeof seed === 'object' || typeof grace === 'object') {
      const testing = flags['testing'] !== undefined
      const layers = [{ source: 'command line', given }] as const
      const more = await problemsOfParameters(experiment.specification, layers, { system, testing })
      const wrong = [...problems, ...(typeof seed === 'object' ? [seed] : []), ...more]
      printProblems(wrong, { ...system, colors: colorsFor(system.stderr, system.env) })
      return EXIT.refused
    }
    const original = await originalOf(run, experiment, { given, flags })
    const request = { ...requestOf(run, experiment, { given, flags, seed, grace }), original }
    if (flags['dry-run'] !== undefined) {
      const { printPlan } = await import('../output/print-plan.ts')
      printPlan(await planRun(experiment.specification, request))
      return EXIT.done
    }
    const { record } = await carryOut(experiment.specification, request)
    const code = record.exitCode ?? exitCodeOf(record)
    // What was given up may go on: a timer, a connection.
    return record.isAbandoned ? system.exit(code) : code
  } catch (error) {
    return refuse(error, system)
  }
}

/** The run that is repeated, with the parameters that are taken over from it. */
async function originalOf(
  { original, system }: CommandLineRun,
  { specification }: Runnable,
  { given, flags }: Pick<Wanted, 'given' | 'flags'>,
): Promise<RunRequest['original']> {
  if (original === undefined || original === null) return undefined
  const [{ recordedParameters }, { readMeta }, { findArchive }] = await Promise.all([
    import('../life/recorded-parameters.ts'),
    import('../../archive/status/read-status.ts'),
    import('../../archive/listing/find-project.ts'),
  ])
  const { how, folder } = original
  const meta = readMeta(folder)
  if (how === 'expect') return { meta, how, given: {}, warnings: [] }
  const { root: project } = findArchive({ from: dirname(specification.location.file), cwd: system.cwd(), env: system.env })
  const testing = flags['testing'] !== undefined
  const names = new Set(Object.keys(given))
  return { meta, how, ...(await recordedParameters(specification, { meta, project, given: names, testing, system })) }
}

/** The experiment with the mixins that the command line includes, whose parameters are flags as well. */
async function withIncluded({ experiment, tokens, system }: CommandLineRun): Promise<Runnable> {
  const { include = [] } = parseCommandLine(tokens, experiment.specification.parameters, RUN_FLAGS).repeated
  if (include.length === 0) return experiment
  const { loadMixins } = await import('../loading/load-mixins.ts')
  const specification = includeAll(experiment.specification, await loadMixins(include, system.cwd()))
  return runnableOf(specification, experiment.sources())
}

interface Wanted {
  readonly given: RunRequest['given']
  readonly flags: Readonly<Record<string, string | true | undefined>>
  readonly seed: number | undefined
  readonly grace: number | undefined
}

function requestOf(run: CommandLineRun, experiment: Runnable, { given, flags, seed, grace }: Wanted): RunRequest {
  const drawnSeed = run.drawnSeed ?? loaderState()?.seed?.value
  return {
    given,
    source: 'command line',
    ...(run.launch ? { origin: run.launch.origin } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(drawnSeed === undefined ? {} : { drawnSeed }),
    debug: flags['debug'] !== undefined,
    testing: flags['testing'] !== undefined,
    strict: flags['strict'] === undefined ? undefined : true,
    visuals: flags['no-visuals'] === undefined ? undefined : false,
    sampleSystem: flags['no-system'] === undefined,
    prefix: text(flags['prefix']),
    name: text(flags['name']),
    namespace: text(flags['namespace']),
    results: text(flags['results']),
    panels: flags['quiet'] === undefined,
    exclusive: true,
    mode: run.mode,
    exportName: run.exportName,
    sources: experiment.sources(),
    surroundings: run.surroundings,
    grace,
    supervisor: run.supervisor,
    ignoresHangup: run.ignoresHangup === true,
    system: run.system,
  }
}

/** Prints what is wrong. Gives the exit code; throws on what is no error of ours. */
export function refuse(error: unknown, system: System): number {
  printProblems(problemsIn(error), { ...system, colors: colorsFor(system.stderr, system.env) })
  return EXIT.refused
}

/** Flags that the command takes for itself. */
function flagsOfCommand(flags: Readonly<Record<string, string | true | undefined>>): readonly Problem[] {
  return ['json', 'expect']
    .filter((name) => flags[name] !== undefined)
    .map((name) => problem('FLAG_OF_COMMAND', { flag: `--${name}` }))
}

/** Flags of which one would be ignored without a word. */
function conflictsOf(flags: Readonly<Record<string, string | true | undefined>>): readonly Problem[] {
  const pairs = [
    ['debug', 'name'],
    ['debug', 'prefix'],
    ['name', 'prefix'],
  ] as const
  return pairs
    .filter(([one, other]) => flags[one] !== undefined && flags[other] !== undefined)
    .map(([one, other]) => problem('FLAGS_CONFLICT', { one: `--${one}`, other: `--${other}` }))
}

function readSeed(flag: string | true | undefined): number | Problem | undefined {
  if (flag === undefined) return undefined
  const seed = typeof flag === 'string' && /^\d+$/.test(flag) ? Number(flag) : Number.NaN
  return Number.isSafeInteger(seed) ? seed : problem('SEED_INVALID', { value: JSON.stringify(flag) })
}

/** Seconds. */
function readGrace(flag: string | true | undefined): number | Problem | undefined {
  if (flag === undefined) return undefined
  const seconds = Number(flag)
  const isTime = typeof flag === 'string' && flag.trim() !== '' && seconds >= 0 && seconds <= LONGEST_GRACE
  return isTime ? seconds : problem('FLAG_INVALID', { flag: '--grace', value: String(flag), expected: 'seconds, 0 to 86400' })
}

const LONGEST_GRACE = 86_400

function text(flag: string | true | undefined): string | undefined {
  return typeof flag === 'string' ? flag : undefined
}

import { flag, json, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import { lineageMeta } from './lineage.ts'
import { onlyTrue, optional, orElse, shape } from './shape.ts'
import type { Parsed } from './shape.ts'
import { trialCounts } from './sweep.ts'
import { declaredTolerances } from './tolerance.ts'
import { verdictClass } from './verdict.ts'

// Parsers and types of what `experiment_meta.json` holds. Those that stand alone are made once: listing an archive parses thousands.
const none = (): readonly never[] => []
const numberOrNull = orNull(number)
const textOrNull = orNull(text)
const texts = listOf(text)

/**
 * How a run stands. `running`, `done`, `failed`, `interrupted` (by a signal) and `stopped` (by the program that started it, for a
 * reason) are written by the run; `crashed` and `unknown` are what a reader concludes about a run that says `running` and whose
 * process is gone or cannot be compared from here. `runlab recover` writes `crashed` down.
 */
export const status = oneOf('running', 'done', 'failed', 'interrupted', 'stopped', 'crashed', 'unknown')
export type RunStatus = Parsed<typeof status>

/** The step of a run's life in which something happened. */
const phase = oneOf('prepare', 'beforeTesting', 'beforeRun', 'run', 'analyses', 'onError', 'afterRun', 'finalise')
export type RunPhase = Parsed<typeof phase>

const unwrittenMeta = shape({
  /** Relative to the run, POSIX separators. */
  path: text,
  reason: text,
})
/** A document of a run that could not be written, and why. */
export interface UnwrittenMeta extends Parsed<typeof unwrittenMeta> {}

export const refusedMeta = shape({
  series: text,
  reason: text,
  /** How many. */
  count: number,
})
/** Values that were given to `e.track` and are in no series. */
export interface RefusedMeta extends Parsed<typeof refusedMeta> {}

/**
 * Who set a parameter to the value it had: its default, a layer that derives from the experiment, the run itself, the run that
 * this one repeats. `not recorded`: somebody, PyComex does not say.
 */
const parameterSource = oneOf(
  'default',
  'mixin',
  'extension',
  'config',
  'testing',
  'original run',
  'code',
  'command line',
  'environment',
  'derived',
  'not recorded',
)
export type ParameterSource = Parsed<typeof parameterSource>

const parameterMeta = shape({
  /** Tagged JSON (see docs/reference/archive-format.md); `null` for a secret. */
  value: json,
  /** The kind as a person reads it: `number`, `integer`, `choice`, `list of string`, … */
  type: text,
  description: textOrNull,
  /** Whether `value` can be used as it is to run again; false for secrets. */
  usable: flag,
  default: json,
  /** Of measurement: `K`; missing where none was given. */
  unit: optional(text),
  source: parameterSource,
  /** What was given, where parsing changed it: a path as written, the input of a schema that transforms. */
  given: optional(json),
  /** The value that the run had, where `runlab modify` has changed `value` since. */
  original: optional(json),
  redacted: onlyTrue,
})
/** One parameter as the run had it. `value`, `type`, `description` and `usable` as in PyComex. */
export interface ParameterMeta extends Parsed<typeof parameterMeta> {}

const resultMeta = shape({
  name: text,
  /** Which values are better; null where the experiment does not say. */
  direction: orNull(oneOf('max', 'min')),
  unit: textOrNull,
})
export const resultsMeta = listOf(resultMeta)
/** A result that the experiment declares: the key of a value, or the name of a series, whose last value counts. */
export interface ResultMeta extends Parsed<typeof resultMeta> {}

/** How an error came up other than by being thrown out of the experiment or a hook. `exit`: it called `process.exit()`. */
const errorOrigin = oneOf('uncaught exception', 'unhandled rejection', 'exit', 'never settled')
export type ErrorOrigin = Parsed<typeof errorOrigin>

const failedHookMeta = shape({
  name: text,
  /** By its place among the layers of the lineage. */
  layer: number,
  /** The layer's, relative to the project, POSIX separators. */
  file: text,
  line: numberOrNull,
})
/** An implementation of a hook. */
export interface FailedHookMeta extends Parsed<typeof failedHookMeta> {}

const errorMeta = shape({
  /** The error's class name, e.g. `TypeError`; `typeof` for a thrown value that is no error. */
  type: text,
  message: text,
  stack: textOrNull,
  phase,
  /** How it came up, where nothing of the experiment's was there to catch it. */
  origin: optional(errorOrigin),
  /** The implementation of a hook that threw it. */
  hook: optional(failedHookMeta),
  /** The runlab or Node error code, where there is one. */
  code: optional(text),
  /** Messages of the chain of causes, outermost first. */
  causes: optional(texts),
})
/** The error that ended a run. */
export interface ErrorMeta extends Parsed<typeof errorMeta> {}

const hookMeta = shape({ name: text, num: number, description: textOrNull })
/** A hook as PyComex records it: its name and the number of implementations. */
export interface HookMeta extends Parsed<typeof hookMeta> {}

export const gitMeta = shape({ commit: text, branch: textOrNull, dirty: flag })
/** Git facts worth having at hand; the whole is in `.runlab/environment.json`. */
export interface GitMeta extends Parsed<typeof gitMeta> {}

const reproducesMeta = shape({
  namespace: text,
  run: text,
  /** `rerun`: with the present code. `reproduce`: with the archived one. `expect`: as a test, with parameters of its own. */
  how: oneOf('rerun', 'reproduce', 'expect'),
  /** Null until the runs have been compared; what differs is in `.runlab/verdict.json`. */
  verdict: orNull(verdictClass),
})
/** The run that a run repeats, and whether it gave the same. */
export interface ReproducesMeta extends Parsed<typeof reproducesMeta> {}

const countsMeta = shape({
  artifacts: number,
  inputs: number,
  code_files: number,
  series: orElse(number, () => 0),
  points: orElse(number, () => 0),
})
/** How much a run holds. */
export interface RunCounts extends Parsed<typeof countsMeta> {}

/**
 * What became of code that a signal met. `settled`: it had read `e.signal`, and returned or was stopped by it. `threw`: it had,
 * and threw something else. `did not end`: it had, and did not end within its time. `given up`: it had not read it.
 */
const signalOutcome = oneOf('settled', 'threw', 'did not end', 'given up')
export type SignalOutcome = Parsed<typeof signalOutcome>

/** `experiment_meta.json` as runlab writes it. */
export const runMeta = shape({
  /** The archive format's version. */
  format: number,
  /** The version of runlab that wrote it. */
  runlab: text,
  /** The experiment's name: its file's name without extension, or the export's name. */
  name: text,
  /** The run's folder name. */
  run: text,
  namespace: text,
  description: text,
  short_description: text,
  status,
  /** The step of its life that the run was in when this was written; `ended` when all was written. */
  phase: oneOf('prepare', 'beforeTesting', 'beforeRun', 'run', 'analyses', 'onError', 'afterRun', 'finalise', 'ended'),
  /** The signal that interrupted the run, e.g. `SIGINT`. */
  signal: textOrNull,
  /** The step in which the signal came. */
  signal_phase: orNull(phase),
  /** What became of the code that the signal met; null where none was under way. */
  signal_outcome: orElse(orNull(signalOutcome), () => null),
  /** Of a run that was stopped: why. */
  stop_reason: optional(text),
  /** What the process was about to exit with; null while running, and for a run from code, which is not its process's end. */
  exit_code: numberOrNull,
  /** Unix seconds with milliseconds. */
  start_time: number,
  end_time: numberOrNull,
  /** Seconds; 0 while running. */
  duration: number,
  has_error: flag,
  error_type: textOrNull,
  error: orNull(errorMeta),
  /** The project's folder as an absolute path when the run was made; informative only, runs do not depend on it. */
  base_path: text,
  /** The experiment's file, relative to the project. */
  file: text,
  /** The name under which the file exports the experiment; null when unknown. */
  export: textOrNull,
  /** Null for runs of PyComex, which records none. */
  seed: numberOrNull,
  seed_source: orNull(oneOf('given', 'drawn')),
  /** What Node got as `--random-seed`, for draws while modules load; null when it was not set. */
  load_seed: numberOrNull,
  debug: flag,
  /** The values for testing counted. */
  testing: orElse(flag, () => false),
  parameters: recordOf(parameterMeta),
  hooks: recordOf(hookMeta),
  /** What the experiment is about, in its order; empty where it does not say. */
  results: orElse(resultsMeta, none),
  /** How it is compared when it is repeated; missing where the experiment does not say. */
  verify: optional(declaredTolerances),
  /** What the run is derived from; null for runs of PyComex, and those that an earlier runlab made. */
  lineage: orElse(orNull(lineageMeta), () => null),
  /** Names of the series that the run's own process tracks, at most 100; all are in the list of series. */
  __track__: texts,
  /** What could not be tracked, at most 20 different ones; the others are counted under the series `*`. */
  refused: orElse(listOf(refusedMeta), none),
  /** Points that were tracked and that the disk did not take. */
  lost_points: orElse(number, () => 0),
  git: orNull(gitMeta),
  /** `supervised` under `runlab run`, else `in-process`. */
  mode: oneOf('supervised', 'in-process'),
  /** Whether the supervisor of a supervised run was there to the end; null in process. */
  supervisor: orNull(oneOf('present', 'lost')),
  /** Arguments of the process, secrets masked. */
  argv: texts,
  /** What went wrong without ending the run, in words. */
  warnings: texts,
  /** What could not be written: the record is incomplete there. */
  unwritten: listOf(unwrittenMeta),
  /** Unix seconds at which `runlab recover` completed what a dead process had left. */
  recovered: optional(number),
  /** Of a run that repeats another. */
  reproduces: optional(reproducesMeta),
  /** The run that started this one, a sweep for instance: its folder relative to the archive, POSIX separators. */
  parent: optional(text),
  /** Of a trial: the name of its sweep, and its number there. */
  sweep: optional(text),
  trial: optional(number),
  /** Of a sweep: how its trials stand. */
  trials: optional(trialCounts),
  counts: countsMeta,
})
/** `experiment_meta.json`: what a run is, small enough to read thousands of. */
export interface RunMeta extends Parsed<typeof runMeta> {}

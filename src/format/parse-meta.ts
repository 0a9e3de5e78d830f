import { runlabError } from '../errors.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { fieldsOf, flag, json, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import type {
  ErrorMeta,
  FailedHookMeta,
  GitMeta,
  HookMeta,
  ParameterMeta,
  RefusedMeta,
  ReproducesMeta,
  ResultMeta,
  RunMeta,
  UnwrittenMeta,
} from './meta.ts'
import { phase, phaseOrEnded } from './parse-phase.ts'
import { lineageMeta } from './parse-lineage.ts'
import { parsePycomexMeta } from './parse-pycomex-meta.ts'
import { verdictClass } from './parse-verdict.ts'
import { FORMAT_VERSION } from './version.ts'

/**
 * The metadata of a parsed `experiment_meta.json`, of runlab or of PyComex (which has no key `format`; what it does not
 * record gets a default). `file` is the document's path.
 * Throws ARCHIVE_FORMAT, ARCHIVE_VERSION for a newer format than this runlab reads.
 */
export function parseMeta(document: unknown, file: string): RunMeta {
  if (!isPlainObject(document)) throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no JSON object' })
  if (!Object.hasOwn(document, 'format')) return parsePycomexMeta(document, file)
  checkVersion(document['format'], file)
  return parseRunlabMeta(document, { file })
}

function checkVersion(version: unknown, file: string): void {
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw runlabError('ARCHIVE_FORMAT', { file, reason: '"format" is no version number' })
  }
  if (version > FORMAT_VERSION) throw runlabError('ARCHIVE_VERSION', { file, version, supported: FORMAT_VERSION })
}

// Made once: listing an archive parses thousands of documents.
const numberOrNull = orNull(number)
const textOrNull = orNull(text)
const texts = listOf(text)
const nothing = (): undefined => undefined
const no = (): boolean => false
export const status = oneOf('running', 'done', 'failed', 'interrupted', 'crashed', 'unknown')
const seedSource = oneOf('given', 'drawn')
const mode = oneOf('supervised', 'in-process')
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
)
const signalOutcome = oneOf('settled', 'threw', 'did not end', 'given up')
const supervisor = oneOf('present', 'lost')
const origin = oneOf('uncaught exception', 'unhandled rejection', 'exit', 'never settled')

const parseRunlabMeta: Parse<RunMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  const recovered = read<number | undefined>('recovered', number, nothing)
  const reproduces = read<ReproducesMeta | undefined>('reproduces', reproducesMeta, nothing)
  return {
    format: read('format', number),
    runlab: read('runlab', text),
    name: read('name', text),
    run: read('run', text),
    namespace: read('namespace', text),
    description: read('description', text),
    short_description: read('short_description', text),
    status: read('status', status),
    phase: read('phase', phaseOrEnded),
    signal: read('signal', textOrNull),
    signal_phase: read('signal_phase', orNull(phase)),
    signal_outcome: read('signal_outcome', orNull(signalOutcome), () => null),
    exit_code: read('exit_code', numberOrNull),
    start_time: read('start_time', number),
    end_time: read('end_time', numberOrNull),
    duration: read('duration', number),
    has_error: read('has_error', flag),
    error_type: read('error_type', textOrNull),
    error: read('error', orNull(errorMeta)),
    base_path: read('base_path', text),
    file: read('file', text),
    export: read('export', textOrNull),
    seed: read('seed', number),
    seed_source: read('seed_source', seedSource),
    load_seed: read('load_seed', numberOrNull),
    debug: read('debug', flag),
    testing: read('testing', flag, no),
    parameters: read('parameters', recordOf(parameterMeta)),
    hooks: read('hooks', recordOf(hookMeta)),
    results: read('results', resultsMeta, () => []),
    lineage: read('lineage', orNull(lineageMeta), () => null),
    __track__: read('__track__', texts),
    refused: read('refused', listOf(refusedMeta), () => []),
    lost_points: read('lost_points', number, () => 0),
    git: read('git', orNull(gitMeta)),
    mode: read('mode', mode),
    supervisor: read('supervisor', orNull(supervisor)),
    argv: read('argv', texts),
    warnings: read('warnings', texts),
    unwritten: read('unwritten', listOf(unwrittenMeta)),
    ...(recovered === undefined ? {} : { recovered }),
    ...(reproduces === undefined ? {} : { reproduces }),
    counts: read('counts', countsMeta),
  }
}

const howRepeated = oneOf('rerun', 'reproduce', 'expect')

const reproducesMeta: Parse<ReproducesMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    namespace: read('namespace', text),
    run: read('run', text),
    how: read('how', howRepeated),
    verdict: read('verdict', orNull(verdictClass)),
  }
}

const parameterMeta: Parse<ParameterMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  const given = read<ParameterMeta['given']>('given', json, nothing)
  const original = read<ParameterMeta['original']>('original', json, nothing)
  const unit = read<string | undefined>('unit', text, nothing)
  return {
    value: read('value', json),
    type: read('type', text),
    description: read('description', textOrNull),
    usable: read('usable', flag),
    default: read('default', json),
    ...(unit === undefined ? {} : { unit }),
    source: read('source', parameterSource),
    ...(given === undefined ? {} : { given }),
    ...(original === undefined ? {} : { original }),
    ...(read('redacted', flag, no) ? { redacted: true } : {}),
  }
}

const errorMeta: Parse<ErrorMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  const code = read<string | undefined>('code', text, nothing)
  const how = read<ErrorMeta['origin']>('origin', origin, nothing)
  const hook = read<ErrorMeta['hook']>('hook', failedHook, nothing)
  const causes = read<readonly string[] | undefined>('causes', texts, nothing)
  return {
    type: read('type', text),
    message: read('message', text),
    stack: read('stack', textOrNull),
    phase: read('phase', phase),
    ...(how === undefined ? {} : { origin: how }),
    ...(hook === undefined ? {} : { hook }),
    ...(code === undefined ? {} : { code }),
    ...(causes === undefined ? {} : { causes }),
  }
}

const failedHook: Parse<FailedHookMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    name: read('name', text),
    layer: read('layer', number),
    file: read('file', text),
    line: read('line', numberOrNull),
  }
}

const hookMeta: Parse<HookMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return { name: read('name', text), num: read('num', number), description: read('description', textOrNull) }
}

const direction = oneOf('max', 'min')

const resultMeta: Parse<ResultMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return { name: read('name', text), direction: read('direction', orNull(direction)), unit: read('unit', textOrNull) }
}

export const resultsMeta = listOf(resultMeta)

export const gitMeta: Parse<GitMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return { commit: read('commit', text), branch: read('branch', textOrNull), dirty: read('dirty', flag) }
}

const unwrittenMeta: Parse<UnwrittenMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return { path: read('path', text), reason: read('reason', text) }
}

const refusedMeta: Parse<RefusedMeta> = (value, place) => {
  const read = fieldsOf(value, place)
  return { series: read('series', text), reason: read('reason', text), count: read('count', number) }
}

const countsMeta: Parse<RunMeta['counts']> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    artifacts: read('artifacts', number),
    inputs: read('inputs', number),
    code_files: read('code_files', number),
    series: read('series', number, () => 0),
    points: read('points', number, () => 0),
  }
}

import { isPlainObject } from '../internal/is-plain-object.ts'
import { json } from './json-parsers.ts'
import type { JsonValue } from './json-value.ts'
import { isSeedName } from './is-seed-name.ts'
import type { HookMeta, ParameterMeta, RunMeta, RunStatus } from './meta.ts'

type Loose = Readonly<Record<string, unknown>>

/** The format number under which runs of PyComex appear. */
export const PYCOMEX_FORMAT = 0

/** The metadata of a run of PyComex. Its versions differ in what they record: what is missing or odd gets a default. */
export function parsePycomexMeta(document: Loose, file: string): RunMeta {
  const namespace = (text(document['namespace']) ?? '').replace(/^results\//, '')
  const parameters = section(document, 'parameters')
  const hasError = document['has_error'] === true
  const errorType = text(document['error_type'])
  const status = statusOf(document['status'], hasError)
  const seed = seedOf(parameters)
  const description = text(document['description']) ?? ''
  return {
    format: PYCOMEX_FORMAT,
    runlab: '',
    name: text(document['name']) ?? namespace.split('/').at(-1) ?? '',
    run: file.split(/[\\/]/).at(-2) ?? '',
    namespace,
    description,
    short_description: text(document['short_description']) ?? description.trim().split('\n\n')[0] ?? '',
    status,
    start_time: number(document['start_time']) ?? 0,
    end_time: number(document['end_time']),
    duration: number(document['duration']) ?? 0,
    has_error: hasError,
    error_type: errorType,
    error: hasError
      ? { type: errorType ?? 'Exception', message: text(document['error_message']) ?? '', stack: null, phase: 'run' }
      : null,
    phase: 'ended',
    signal: null,
    signal_phase: null,
    signal_outcome: null,
    exit_code: null,
    base_path: text(document['base_path']) ?? '',
    file: '',
    export: null,
    seed,
    seed_source: seed === null ? null : 'given',
    load_seed: null,
    debug: section(parameters, '__DEBUG__')['value'] === true,
    testing: section(parameters, '__TESTING__')['value'] === true,
    parameters: mapSection(ownOf(parameters), (value) => parameterOf(value, file)),
    hooks: mapSection(section(document, 'hooks'), hookOf),
    results: [],
    lineage: null,
    __track__: Array.isArray(document['__track__']) ? document['__track__'].filter((name) => typeof name === 'string') : [],
    git: null,
    mode: 'in-process',
    supervisor: null,
    argv: [],
    warnings: [],
    unwritten: [],
    refused: [],
    lost_points: 0,
    counts: { artifacts: 0, inputs: 0, code_files: 0, series: 0, points: 0 },
  }
}

/** PyComex says `done` of runs that failed as well; `has_error` tells them apart. */
function statusOf(status: unknown, hasError: boolean): RunStatus {
  if (status === 'running') return 'running'
  if (status !== 'done') return hasError ? 'failed' : 'unknown'
  return hasError ? 'failed' : 'done'
}

/** PyComex knows no seed; what people name so is one. */
function seedOf(parameters: Loose): number | null {
  const [name] = Object.keys(parameters).filter(isSeedName)
  return name === undefined ? null : number(section(parameters, name)['value'])
}

/** `__DEBUG__` and the like tell PyComex how to run, and are no parameters of the experiment. */
function ownOf(parameters: Loose): Loose {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !/^__.*__$/.test(name)))
}

function parameterOf(value: unknown, file: string): ParameterMeta {
  const parameter: Loose = isPlainObject(value) ? value : {}
  const recorded: JsonValue = Object.hasOwn(parameter, 'value')
    ? json(parameter['value'], { file, key: 'parameters' })
    : { $runlab: 'undefined', value: null }
  return {
    value: recorded,
    type: text(parameter['type']) ?? 'unknown',
    description: text(parameter['description']),
    usable: parameter['usable'] === true,
    default: recorded,
    source: 'not recorded',
  }
}

function hookOf(value: unknown, key: string): HookMeta {
  const hook: Loose = isPlainObject(value) ? value : {}
  return { name: text(hook['name']) ?? key, num: number(hook['num']) ?? 0, description: text(hook['description']) }
}

function section(document: Loose, key: string): Loose {
  const value = document[key]
  return isPlainObject(value) ? value : {}
}

function mapSection<T>(loose: Loose, map: (value: unknown, key: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(loose).map(([key, value]): [string, T] => [key, map(value, key)]))
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

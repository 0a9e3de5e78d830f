import { decodeValue } from '../../format/tagged-json.ts'
import { fieldsOf, flag, json, listOf, number, orNull, recordOf, text } from '../../format/json-parsers.ts'
import type { Parse } from '../../format/json-parsers.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import { gitMeta, resultsMeta, status } from '../../format/parse-meta.ts'
import { defineOwn } from '../../internal/define-own.ts'

/** What lists and queries ask of a run's metadata, small enough to keep of a hundred thousand. */
export interface RunBrief extends Pick<
  RunMeta,
  | 'name'
  | 'namespace'
  | 'description'
  | 'start_time'
  | 'end_time'
  | 'duration'
  | 'error_type'
  | 'seed'
  | 'testing'
  | 'debug'
  | 'git'
  | 'results'
  | 'file'
  | 'export'
> {
  readonly status: RunStatus
  /** How many. */
  readonly warnings: number
  /** Tagged JSON, by name. */
  readonly parameters: Readonly<Record<string, JsonValue>>
  /** Names of the parameters whose values were never written. */
  readonly secrets: readonly string[]
}

export function briefOf(meta: RunMeta): RunBrief {
  const { name, namespace, description, start_time, end_time, duration, error_type, seed, testing, debug, git, results } = meta
  const entries = Object.entries(meta.parameters)
  const parameters: Record<string, JsonValue> = {}
  for (const [key, { value }] of entries) defineOwn(parameters, key, value)
  return {
    ...{ name, namespace, description, start_time, end_time, duration, error_type, seed, testing, debug, git, results },
    file: meta.file,
    export: meta.export,
    status: meta.status,
    warnings: meta.warnings.length,
    parameters,
    secrets: entries.flatMap(([key, { redacted }]) => (redacted === true ? [key] : [])),
  }
}

const texts = listOf(text)
const values = recordOf(json)
const numberOrNull = orNull(number)
const textOrNull = orNull(text)
const git = orNull(gitMeta)

export const parseBrief: Parse<RunBrief> = (value, place) => {
  const read = fieldsOf(value, place)
  return {
    name: read('name', text),
    namespace: read('namespace', text),
    description: read('description', text),
    start_time: read('start_time', number),
    end_time: read('end_time', numberOrNull),
    duration: read('duration', number),
    error_type: read('error_type', textOrNull),
    seed: read('seed', numberOrNull),
    testing: read('testing', flag),
    debug: read('debug', flag),
    git: read('git', git),
    results: read('results', resultsMeta),
    file: read('file', text),
    export: read('export', textOrNull),
    status: read('status', status),
    warnings: read('warnings', number),
    parameters: read('parameters', values),
    secrets: read('secrets', texts),
  }
}

/** The parameters by name; secrets are undefined. Throws ARCHIVE_FORMAT. */
export function decodeParameters({ parameters, secrets }: RunBrief, file: string): Readonly<Record<string, unknown>> {
  const hidden = new Set(secrets)
  const params: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parameters)) {
    defineOwn(params, name, hidden.has(name) ? undefined : decodeValue(value, file))
  }
  return Object.freeze(params)
}

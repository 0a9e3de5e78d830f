import { decodeValue } from '../../format/tagged-json.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import type { TrialCounts } from '../../format/sweep.ts'
import { defineOwn } from '../../internal/define-own.ts'

/** What lists and queries ask of a run's metadata, small enough to keep of a hundred thousand. */
export interface RunBrief extends Pick<
  RunMeta,
  | 'format'
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
  readonly parent: string | null
  readonly sweep: string | null
  /** Of a sweep: how its trials stand. */
  readonly trials: TrialCounts | null
  /** How many. */
  readonly warnings: number
  /** How many were tracked. */
  readonly series: number
  /** Tagged JSON, by name. */
  readonly parameters: Readonly<Record<string, JsonValue>>
  /** Names of the parameters whose values were never written. */
  readonly secrets: readonly string[]
}

export function briefOf(meta: RunMeta): RunBrief {
  const parameters: Record<string, JsonValue> = {}
  const secrets: string[] = []
  for (const [key, { value, redacted }] of Object.entries(meta.parameters)) {
    defineOwn(parameters, key, value)
    if (redacted === true) secrets.push(key)
  }
  return {
    format: meta.format,
    name: meta.name,
    namespace: meta.namespace,
    description: meta.description,
    start_time: meta.start_time,
    end_time: meta.end_time,
    duration: meta.duration,
    error_type: meta.error_type,
    seed: meta.seed,
    testing: meta.testing,
    debug: meta.debug,
    git: meta.git,
    results: meta.results,
    file: meta.file,
    export: meta.export,
    parent: meta.parent ?? null,
    sweep: meta.sweep ?? null,
    trials: meta.trials ?? null,
    status: meta.status,
    warnings: meta.warnings.length,
    series: meta.counts.series,
    parameters,
    secrets,
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

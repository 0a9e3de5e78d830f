import { isAbsolute, relative, sep } from 'node:path'
import { RunlabError } from '../errors.ts'
import type { JsonValue } from '../format/json-value.ts'
import type { ParameterMeta } from '../format/meta.ts'
import { encodeValue } from '../format/tagged-json.ts'
import type { Redactor } from '../secrets/redactor.ts'
import { plainKind } from './kinds/plain-kind.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import type { ResolvedParameter, ResolvedParameters } from './resolve.ts'
import type { ParameterChange } from './trace-changes.ts'

/**
 * The parameters for the metadata. Descriptions are those of the doc comments; one that a parameter was defined with wins.
 * Paths in the project are written relative to `projectRoot`. Secrets are left out, and masked by `redactor` wherever else they are.
 */
export function describeParameters(
  resolved: ResolvedParameters,
  descriptions: Readonly<Record<string, string>>,
  projectRoot: string,
  redactor: Redactor,
): Record<string, ParameterMeta> {
  const described: Record<string, ParameterMeta> = {}
  for (const entry of resolved.entries) {
    const description =
      entry.spec.description ?? (Object.hasOwn(descriptions, entry.name) ? descriptions[entry.name] : undefined) ?? null
    described[entry.name] = describe(entry, description, { resolved, projectRoot, redactor })
  }
  return described
}

export interface Around {
  readonly resolved: ResolvedParameters
  readonly projectRoot: string
  readonly redactor: Redactor
}

function describe(
  entry: ResolvedParameter,
  description: string | null,
  { resolved, projectRoot, redactor }: Around,
): ParameterMeta {
  const { spec, source } = entry
  const unit = spec.unit === null ? {} : { unit: spec.unit }
  if (entry.isSecret) {
    const ownDefault = spec.secret !== null || spec.derived ? null : encode(spec.default, redactor).json
    return { value: null, type: spec.type, description, usable: false, default: ownDefault, ...unit, source, redacted: true }
  }
  const paths = new Set(resolved.paths.flatMap(({ parameter, absolute }) => (parameter === entry.name ? [absolute] : [])))
  const value = encode(mapPaths(entry.value, paths, projectRoot), redactor)
  const defaultValue = spec.derived ? null : encode(spec.default, redactor)
  const given = entry.given === undefined ? null : encode(entry.given, redactor)
  const redacted = value.redacted || given?.redacted === true || defaultValue?.redacted === true
  return {
    value: value.json,
    type: typeOf(spec, entry.value),
    description,
    usable: value.usable && !value.redacted,
    default: defaultValue?.json ?? null,
    ...unit,
    source,
    ...(given === null ? {} : { given: given.json }),
    ...(redacted ? { redacted: true as const } : {}),
  }
}

/** What the layers did to a parameter, with the values before and after; without those of a secret. */
export function describeChanges(
  entry: ResolvedParameter,
  { resolved, projectRoot, redactor }: Around,
): readonly DescribedChange[] {
  const paths = new Set(resolved.paths.flatMap(({ parameter, absolute }) => (parameter === entry.name ? [absolute] : [])))
  const jsonOf = (reading: ParameterChange['after']): JsonValue | undefined => {
    if (reading === null) return undefined
    const own = new Set([...paths, ...(reading.paths ?? []).map(({ absolute }) => absolute)])
    const { json } = encode(mapPaths(reading.value, own, projectRoot), redactor)
    return JSON.stringify(json).length > LONGEST_CHANGE ? undefined : json
  }
  return entry.changes.map(({ how, setting, after }, i): DescribedChange => {
    const before = jsonOf(entry.changes[i - 1]?.after ?? null)
    const json = jsonOf(after)
    return { how, setting, ...(before === undefined ? {} : { before }), ...(json === undefined ? {} : { after: json }) }
  })
}

/** Longer ones would be there once for each layer; the last is the parameter's value. */
const LONGEST_CHANGE = 1000

export interface DescribedChange extends Pick<ParameterChange, 'how' | 'setting'> {
  readonly before?: JsonValue
  readonly after?: JsonValue
}

/** What is computed has the type of its value. */
function typeOf(spec: ParameterSpec, value: unknown): string {
  return spec.derived ? (plainKind(value)?.type ?? spec.type) : spec.type
}

interface Encoded {
  readonly json: JsonValue
  readonly usable: boolean
  readonly redacted: boolean
}

function encode(value: unknown, redactor: Redactor): Encoded {
  const { json, usable } = encodeOrName(value)
  const { json: masked, found } = redactor.maskJson(json)
  return { json: masked, usable, redacted: found }
}

function encodeOrName(value: unknown): { readonly json: JsonValue; readonly usable: boolean } {
  try {
    return { json: encodeValue(value), usable: true }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return { json: String(value), usable: false }
  }
}

function mapPaths(value: unknown, paths: ReadonlySet<string>, projectRoot: string): unknown {
  if (paths.size === 0) return value
  if (Array.isArray(value)) return value.map((item: unknown) => mapPaths(item, paths, projectRoot))
  return typeof value === 'string' && paths.has(value) ? inProject(value, projectRoot) : value
}

/** Relative to the project where it is inside, else as it is; with POSIX separators. */
function inProject(absolute: string, projectRoot: string): string {
  const inside = relative(projectRoot, absolute)
  const isOutside = isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)
  return (isOutside ? absolute : inside || '.').split(sep).join('/')
}

import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { JsonObject } from '../format/json-value.ts'
import type { Accepted, Kind, MaybePromise, Place, Reading, SecretSource } from './kinds/kind.ts'
import { severalValuesHint } from './several-values.ts'
import { showValue } from './show-value.ts'

export interface FailedReading {
  readonly ok: false
  readonly problem: Problem
  /** What was thrown. */
  readonly cause?: unknown
}

export type ParameterReading = Accepted | FailedReading

/** One parameter of an experiment: what it takes and how it is read. Immutable. */
export interface ParameterSpec {
  readonly name: string
  /** `number`, `list`, …; `derived` for one that is computed. */
  readonly kind: string
  /** For people and metadata: `number ≥ 0`, `choice of adam, sgd`, `list of number`. */
  readonly type: string
  /** With its article, for refusals: `a number ≥ 0`. */
  readonly expected: string
  /** The type without bounds: `number`, `choice`. */
  readonly typeName: string
  /** `≥ 0`, `adam, sgd`; null when there are none. */
  readonly bounds: string | null
  /** As it was defined, a frozen copy; undefined for secrets and derived parameters. */
  readonly default: unknown
  /** False for a boolean, whose flag stands alone. */
  readonly takesValue: boolean
  /** The text that `--no-x` stands for; null where there is no such flag. */
  readonly negation: string | null
  /** Whether a flag given again adds to it, in place of replacing it. */
  readonly repeats: boolean
  readonly secret: SecretSource | null
  readonly derived: boolean
  readonly description: string | null
  readonly unit: string | null
  /** JSON Schema of what `readData` accepts, as far as JSON Schema can say it. */
  readonly jsonSchema: JsonObject
  /** Reads what was written on the command line, each time. Never evaluates it. */
  parseText(texts: readonly string[], place: Place): MaybePromise<ParameterReading>
  /** Checks a value that code gives. */
  check(value: unknown, place: Place): MaybePromise<ParameterReading>
  /** Reads what a config file holds. */
  readData(value: unknown, place: Place): MaybePromise<ParameterReading>
  /** A value that names files relative to a folder, with them absolute; others as they are. */
  locate(value: unknown, folder: string): unknown
  /** The default as a run in that folder has it. */
  locateDefault(folder: string): unknown
}

/** A spec reads as its kind does, and says which parameter is wrong. */
export function makeSpec(
  kind: Kind,
  facts: Pick<ParameterSpec, 'name' | 'default' | 'description' | 'unit'> & { readonly derived?: boolean },
): ParameterSpec {
  const { name } = facts
  const refuse = (value: unknown, place: Place) => (refused: Refusal) => invalid(name, kind, { value, place, ...refused })
  return Object.freeze({
    ...facts,
    kind: kind.kind,
    type: kind.type,
    expected: kind.expected,
    typeName: kind.name,
    bounds: kind.bounds,
    takesValue: kind.standsAlone !== true,
    negation: kind.negation ?? null,
    repeats: kind.readAll !== undefined,
    secret: kind.secret ?? null,
    jsonSchema: kind.jsonSchema,
    derived: facts.derived ?? false,
    parseText: (texts, place) => {
      const last = texts.at(-1) ?? ''
      if (kind.readAll === undefined) return conclude(kind.read(last, place), refuse(last, place))
      return conclude(kind.readAll(texts, place), refuse(texts.length > 1 ? texts : last, place))
    },
    readData: (value, place) =>
      conclude(kind.readJson === undefined ? kind.check(value, place) : kind.readJson(value, place), refuse(value, place)),
    check: (value, place) => conclude(kind.check(value, place), refuse(value, place)),
    locate: (value, folder) => kind.locate?.(value, folder) ?? value,
    locateDefault: (folder) => kind.locate?.(facts.default, folder) ?? facts.default,
  } satisfies ParameterSpec)
}

type Refusal = Extract<Reading, { ok: false }>

function conclude(reading: MaybePromise<Reading>, toProblem: (refused: Refusal) => Problem): MaybePromise<ParameterReading> {
  const finish = (settled: Reading): ParameterReading => (settled.ok ? settled : { ok: false, problem: toProblem(settled) })
  return reading instanceof Promise ? reading.then(finish) : finish(reading)
}

function invalid(
  parameter: string,
  kind: Kind,
  { value, place, expected, suggestion = null, hint }: Refusal & { readonly value: unknown; readonly place: Place },
): Problem {
  if (kind.secret !== undefined) return problem('PARAMETER_INVALID', { parameter, value: 'what was given', expected, suggestion })
  const todo = hint ?? severalValuesHint(kind, value, place)
  const facts = { parameter, value: showValue(value), expected, suggestion }
  return problem('PARAMETER_INVALID', todo === undefined ? facts : { ...facts, hint: todo })
}

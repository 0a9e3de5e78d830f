import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { isParam } from '../param-definition.ts'
import type { ParamDefinition } from '../param-definition.ts'
import { showValue } from '../show-value.ts'
import { isStandardSchema } from '../standard-schema.ts'
import { buildBoolean } from './boolean.ts'
import { buildChoice } from './choice.ts'
import { buildJson } from './json.ts'
import type { Fault, Kind } from './kind.ts'
import { buildList } from './list.ts'
import { buildInteger, buildNumber } from './number.ts'
import { buildOptional } from './optional.ts'
import { buildPath } from './path.ts'
import { commonKind, plainKind } from './plain-kind.ts'
import { buildSchema } from './schema.ts'
import { buildSecret } from './secret.ts'
import { buildString } from './string.ts'

type Builder = (definition: ParamDefinition, fault: Fault) => Kind

const BUILDERS: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['number', ({ options }, fault) => buildNumber(options, fault)],
  ['integer', ({ options }, fault) => buildInteger(options, fault)],
  ['boolean', ({ options }, fault) => buildBoolean(options, fault)],
  ['string', ({ options }, fault) => buildString(options, fault)],
  ['choice', ({ options }, fault) => buildChoice(options, fault)],
  ['list', buildListOf],
  ['json', (definition, fault) => buildJson(definition.options, definition.default, fault)],
  ['optional', ({ options }, fault) => buildOptional(options, (of) => kindOfOptional(of, fault), fault)],
  ['path', ({ options }, fault) => buildPath(options, fault)],
  ['secret', ({ options }, fault) => buildSecret(options, fault)],
  ['schema', ({ options }, fault) => buildSchema(options, fault)],
])

/** The kind of a parameter, from what `param.*` made or from a plain default. */
export function buildKind(definition: unknown, fault: Fault): Kind {
  if (isParam(definition)) {
    const build = BUILDERS.get(definition.kind)
    if (build === undefined) throw fault(`is of the kind "${definition.kind}", which this runlab does not know`)
    return build(definition, fault)
  }
  if (isStandardSchema(definition)) throw fault('is a schema without a default', 'Write: param.schema(schema, default)')
  const kind = plainKind(definition)
  if (kind !== null) {
    refuseNestedParams(definition, fault)
    return kind
  }
  throw fault(`is ${describeValue(definition)}`, hintFor(definition))
}

function hintFor(definition: unknown): string {
  if (typeof definition === 'function')
    return 'Call it if it is one of param.*; what is computed from other parameters goes under `derived`.'
  if (definition === undefined)
    return "For one that may be left out, write: param.optional(param.string('')), or of another kind."
  return 'A default is plain data, or made by param.*.'
}

function buildListOf(definition: ParamDefinition, fault: Fault): Kind {
  const items = definition.default
  const itemKind = (of: unknown): Kind => {
    if (of === undefined) return commonKind(Array.isArray(items) ? items : [])
    if (!isParam(of))
      throw fault('has an option `of` that was not made by param.*', 'Write: param.list([], { of: param.number(0) })')
    return buildKind(of, fault)
  }
  return buildList(definition.options, itemKind, fault)
}

function kindOfOptional(of: unknown, fault: Fault): Kind {
  if (isParam(of)) return buildKind(of, fault)
  throw fault(`is optional of ${showValue(of)}, which was not made by param.*`, 'Write: param.optional(param.number(0))')
}

/** A default's inside is data, and `param.*` in it would be taken for some. */
function refuseNestedParams(value: unknown, fault: Fault): void {
  const inside = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : []
  if (!inside.some(isParam)) return
  throw fault(
    'holds what param.* made inside a plain value',
    'Give it a parameter of its own; lists take param.list([], { of: … }).',
  )
}

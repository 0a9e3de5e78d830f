import { accept } from './kind.ts'
import type { Fault, Kind, MaybePromise, Place, Reading } from './kind.ts'
import { readOptions } from './options.ts'

/** `param.optional`. `innerKind` makes the kind of the values that are not null from the option `of`. */
export function buildOptional(given: unknown, innerKind: (of: unknown) => Kind, fault: Fault): Kind {
  const of = innerKind(readOptions(given, ['of', 'default'], fault)['of'])
  if (of.secret !== undefined) {
    throw fault('is an optional secret', `Write: param.secret({ env: '${of.secret.env}', optional: true })`)
  }
  return optionalKind(of)
}

/** A kind that takes null besides what `of` takes; on the command line an empty text stands for it. */
function optionalKind(of: Kind): Kind {
  const orNull = (value: unknown, read: () => MaybePromise<Reading>): MaybePromise<Reading> =>
    value === null ? accept(null) : widen(read(), 'null')
  const read = (text: string, place: Place): MaybePromise<Reading> =>
    text === '' ? accept(null) : widen(of.read(text, place), EMPTY)
  const { readAll, locate } = of
  return {
    ...of,
    name: `optional ${of.name}`,
    type: `optional ${of.type}`,
    expected: `${of.expected}, or null`,
    negation: of.negation ?? '',
    read,
    ...(readAll === undefined
      ? {}
      : {
          readAll: (texts: readonly string[], place: Place) => {
            const given = texts.slice(texts.lastIndexOf('') + 1)
            return given.length === 0 ? accept(null) : widen(readAll(given, place), EMPTY)
          },
        }),
    check: (value, place) => orNull(value, () => of.check(value, place)),
    readJson: (value, place) => orNull(value, () => (of.readJson ?? of.check).call(of, value, place)),
    jsonSchema: Object.keys(of.jsonSchema).length === 0 ? {} : { anyOf: [of.jsonSchema, { type: 'null' }] },
    ...(locate === undefined
      ? {}
      : { locate: (value: unknown, folder: string) => (value === null ? null : locate(value, folder)) }),
  }
}

const EMPTY = "'' for null"

/** A refusal says that null would do, too. */
function widen(reading: MaybePromise<Reading>, nothing: string): MaybePromise<Reading> {
  const finish = (settled: Reading): Reading =>
    settled.ok ? settled : { ...settled, expected: `${settled.expected}, or ${nothing}` }
  return reading instanceof Promise ? reading.then(finish) : finish(reading)
}

import { showValue } from '../show-value.ts'
import { readJsonText, readLooseText } from '../text/json-text.ts'
import { UNBOUNDED, boundsSchema, isWithin, readCounts, showBounds } from './bounds.ts'
import type { Bounds } from './bounds.ts'
import { refuse } from './kind.ts'
import type { Fault, Kind, MaybePromise, Place, Reading, Refused } from './kind.ts'
import { readOptions } from './options.ts'
import { orVariable } from './or-variable.ts'

/** `param.list`. `itemKind` makes the kind of the items from the option `of`, or finds it in the default when there is none. */
export function buildList(given: unknown, itemKind: (of: unknown) => Kind, fault: Fault): Kind {
  const options = readOptions(given, ['of', 'min', 'max'], fault)
  const of = itemKind(options['of'])
  if (of.secret !== undefined) throw fault('is a list of secrets', 'Give each secret a parameter of its own.')
  return listKind(of, readCounts(options, fault, ['min', 'max']))
}

/** One item of what was written: a text, or a value in JSON. */
type Item = { readonly text: string } | { readonly json: unknown }

export function listKind(of: Kind, counts: Bounds = UNBOUNDED): Kind {
  const shownCounts = showBounds(counts)
  const name = of.kind === 'json' ? 'list' : `list of ${of.name}`
  const items = shownCounts === null ? null : `${shownCounts} ${counts.max === 1 ? 'item' : 'items'}`
  const type = `${of.kind === 'json' ? 'list' : `list of ${of.type}`}${items === null ? '' : `, ${items}`}`
  const expected = `a ${type}`
  const gather = (given: readonly unknown[], readings: readonly MaybePromise<Reading>[]): MaybePromise<Reading> => {
    const finish = (all: readonly Reading[]): Reading =>
      isWithin(all.length, counts) ? joinReadings(given, all, expected) : refuse(expected)
    const settled = readings.filter((reading): reading is Reading => !(reading instanceof Promise))
    return settled.length === readings.length ? finish(settled) : Promise.all(readings).then(finish)
  }
  const readAll = (texts: readonly string[], place: Place): MaybePromise<Reading> => {
    const split: Item[] = []
    for (const text of texts) {
      const found = splitText(text, of)
      if ('ok' in found) return refuse(`${expected} (${found.expected})`)
      split.push(...found)
    }
    return gather(
      split.map((item) => ('text' in item ? item.text : item.json)),
      split.map((item) => readItem(item, of, place)),
    )
  }
  return {
    kind: 'list',
    name,
    bounds: [of.bounds, items].filter((bound) => bound !== null).join(', ') || null,
    type,
    expected,
    read: (text, place) => readAll([text], place),
    readAll,
    check: (value, place) =>
      Array.isArray(value)
        ? gather(
            value,
            Array.from(value, (item: unknown) => of.check(item, place)),
          )
        : refuse(expected),
    readJson: (value, place) =>
      Array.isArray(value)
        ? gather(
            value,
            value.map((json: unknown) => readItem({ json }, of, place)),
          )
        : refuse(expected),
    jsonSchema: { type: 'array', items: orVariable(of.jsonSchema), ...boundsSchema(counts, ['minItems', 'maxItems']) },
    ...locateItems(of),
  }
}

function locateItems(of: Kind): Pick<Kind, 'locate'> {
  const { locate } = of
  if (locate === undefined) return {}
  return { locate: (value, folder) => (Array.isArray(value) ? value.map((item: unknown) => locate(item, folder)) : value) }
}

function readItem(item: Item, of: Kind, place: Place): MaybePromise<Reading> {
  if ('text' in item) return of.read(item.text, place)
  return of.readJson === undefined ? of.check(item.json, place) : of.readJson(item.json, place)
}

/** Takes `[1,2]` apart as JSON, `1,2` by its commas. */
function splitText(text: string, of: Kind): readonly Item[] | Refused {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const json = readJsonText(trimmed)
  if (json.ok && Array.isArray(json.value)) {
    const isOneItem = of.kind === 'list' && !json.value.every((item) => Array.isArray(item))
    return isOneItem ? [{ json: json.value }] : json.value.map((item: unknown) => ({ json: item }))
  }
  if (!json.ok && (trimmed.startsWith('[') || (isStructured(of) && /^[{"]/.test(trimmed)))) return refuse(json.fault)
  if (of.kind === 'list') return [{ text: trimmed }]
  if (json.ok && isStructured(of)) return [{ json: json.value }]
  const pieces = trimmed.split(',').map((piece) => piece.trim())
  if (pieces.includes('')) return refuse('an item is empty; write JSON for empty texts')
  return pieces.map((piece) => (of.kind === 'json' ? { json: readLooseText(piece) } : { text: piece }))
}

/** Whether an item may be an object, whose commas do not part items. */
function isStructured(of: Kind): boolean {
  return of.kind === 'json' || of.kind === 'schema'
}

function joinReadings(given: readonly unknown[], readings: readonly Reading[], expected: string): Reading {
  const values: unknown[] = []
  const inputs: unknown[] = []
  for (const [i, reading] of readings.entries()) {
    if (!reading.ok) {
      const what = `${expected} (item ${i + 1} is ${showValue(given[i])}, not ${reading.expected})`
      return refuse(what, reading.suggestion)
    }
    values.push(reading.value)
    inputs.push(reading.given === undefined ? reading.value : reading.given)
  }
  const changed = readings.some((reading) => reading.ok && reading.given !== undefined)
  const paths = readings.flatMap((reading) => (reading.ok ? (reading.paths ?? []) : []))
  return { ok: true, value: values, ...(changed ? { given: inputs } : {}), ...(paths.length > 0 ? { paths } : {}) }
}

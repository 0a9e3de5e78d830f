import type { Block, Row } from '../../archive/index/block.ts'
import { parameterFactKey } from '../../archive/index/brief-facts.ts'
import { seriesFactKey } from '../../archive/index/series-facts.ts'
import { isSubtree } from '../../archive/index/value-facts.ts'
import { RunlabError } from '../../errors.ts'
import { isJsonArray } from '../../format/json-value.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { FieldPath } from './field-paths.ts'

/** A run does not have it. */
export const MISSING = Symbol('missing')
/** Only all of the part says whether a run has it, and what. */
export const UNTOLD = Symbol('untold')

/** What rows of the index have at a path: the value, `MISSING` or `UNTOLD`. Where it stands is looked up once for rows of the same keys. */
export function rowPath(path: Pick<FieldPath, 'root' | 'keys'>): (row: Row) => unknown {
  const places = new Map<Block, number | symbol>()
  let block: Block | undefined
  let place: number | symbol = UNTOLD
  return (row) => {
    if (row.block !== block) {
      block = row.block
      place = places.get(block) ?? PLACES[path.root](block, path.keys)
      places.set(block, place)
    }
    if (typeof place === 'symbol' || block === undefined) return place
    if (path.root === 'params' && hasSecrets(row)) return UNTOLD
    const cell = block.cell(place, row.index)
    return typeof cell === 'number' ? cell : decoded(cell)
  }
}

type PlaceIn = (block: Block, keys: FieldPath['keys']) => number | symbol

const PLACES: Readonly<Record<FieldPath['root'], PlaceIn>> = {
  params: placeOfParameter,
  data: placeOfValue,
  series: placeOfSeries,
}

function placeOfParameter(block: Block, [name, ...below]: FieldPath['keys']): number | symbol {
  const place = block.placeOf(parameterFactKey(name))
  if (place === undefined) return MISSING
  return below.length === 0 ? place : UNTOLD
}

/** A value's keys stand behind one another, or as one with slashes; what is above or below a value is more than that. */
function placeOfValue(block: Block, keys: FieldPath['keys']): number | symbol {
  const isPlain = keys.length === 1 || keys.every((key) => !key.includes('/'))
  if (!isPlain || keys.some((key) => key.includes('$'))) return UNTOLD
  const [first] = keys
  const place = block.placeOf(keys.join('/'))
  if (place !== undefined) return place
  return block.keys.some((key) => key === first || key.startsWith(`${first}/`)) ? UNTOLD : MISSING
}

function placeOfSeries(block: Block, [name, field, ...below]: FieldPath['keys']): number | symbol {
  if (block.placeOf(seriesFactKey(name, 'count')) === undefined) return MISSING
  if (field === undefined || below.length > 0) return UNTOLD
  return block.placeOf(seriesFactKey(name, field)) ?? UNTOLD
}

function hasSecrets(row: Row): boolean {
  const secrets = row.cell('secrets')
  return secrets === undefined || !isJsonArray(secrets) || secrets.length > 0
}

function decoded(cell: JsonValue): unknown {
  if (isSubtree(cell)) return UNTOLD
  try {
    const value = decodeValue(cell)
    return value === undefined || typeof value === 'bigint' ? UNTOLD : value
  } catch (error) {
    if (error instanceof RunlabError) return UNTOLD
    throw error
  }
}

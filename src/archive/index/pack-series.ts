import { isJsonArray, isJsonObject } from '../../format/json-value.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'

/** A summary without the names of its fields. */
export function packSeries(series: SeriesSummary): JsonValue {
  const { name, context, kind, count, firstStep, lastStep, firstTime, lastTime, last, min, max, mean, nonFinite } = series
  const numbers = [count, nonFinite, firstStep, lastStep, firstTime, lastTime, last, min, max, mean]
  return [name, context, kind, ...numbers.map((number) => (Number.isFinite(number) ? number : encodeValue(number)))]
}

/** Undefined for what is no such summary. */
export function unpackSeries(packed: JsonValue): SeriesSummary | undefined {
  if (!isJsonArray(packed) || packed.length !== 13) return undefined
  const [name, context, kind, count, nonFinite, ...numbers] = packed
  const [firstStep, lastStep, firstTime, lastTime, last, min, max, mean] = numbers.map(numberOf)
  if (typeof name !== 'string' || typeof kind !== 'string' || typeof count !== 'number' || typeof nonFinite !== 'number')
    return undefined
  if (context === undefined || (context !== null && !isJsonObject(context))) return undefined
  return {
    ...{ name, context, kind, count },
    firstStep: firstStep ?? null,
    lastStep: lastStep ?? null,
    firstTime: firstTime ?? null,
    lastTime: lastTime ?? null,
    last: last ?? null,
    min: min ?? null,
    max: max ?? null,
    mean: mean ?? null,
    nonFinite,
  }
}

function numberOf(packed: JsonValue): number | null {
  if (packed === null || typeof packed === 'number') return packed
  const number = decodeValue(packed)
  return typeof number === 'number' ? number : null
}

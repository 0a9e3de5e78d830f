import { isJsonObject } from '../../format/json-value.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { summaryKey } from '../../format/series-path.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import type { Facts, Row } from './block.ts'

const TEXTS = ['name', 'context', 'kind'] as const
const NUMBERS = ['firstStep', 'lastStep', 'firstTime', 'lastTime', 'last', 'min', 'max', 'mean'] as const
const FIELDS = [...TEXTS, 'count', 'nonFinite', ...NUMBERS] as const

/** Where the index has a field of a series, which is named as in expressions. */
export function seriesFactKey(series: string, field: string): string {
  return `${field} ${series}`
}

export function seriesFacts(summaries: readonly SeriesSummary[]): Facts {
  return {
    keys: summaries.flatMap((summary) => FIELDS.map((field) => seriesFactKey(summaryKey(summary), field))),
    cells: summaries.flatMap((summary) => FIELDS.map((field) => summary[field])),
  }
}

/** The summaries; undefined where one of them is none. */
export function seriesOf({ block, index }: Row): readonly SeriesSummary[] | undefined {
  const summaries: SeriesSummary[] = []
  for (let place = 0; place < block.keys.length; place += FIELDS.length) {
    const cells = FIELDS.map((_, field) => block.cell(place + field, index))
    const summary = summaryOf(cells)
    if (summary === undefined) return undefined
    summaries.push(summary)
  }
  return summaries
}

function summaryOf([name, context, kind, count, nonFinite, ...numbers]: readonly JsonValue[]): SeriesSummary | undefined {
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

function numberOf(cell: JsonValue): number | null {
  const number = decodeValue(cell)
  return typeof number === 'number' ? number : null
}

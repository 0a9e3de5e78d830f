import type { SeriesSummary } from '../../format/series.ts'
import { summaryKey } from '../../format/series-path.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'

interface Recorded {
  readonly values: Readonly<Record<string, unknown>>
  readonly tracked: readonly SeriesSummary[]
}

/**
 * What a run has for a result: the value of that key, else the last value of the series of that name; undefined where it has
 * neither. Series are read only where there is no such value.
 */
export function resultOf(run: Recorded, name: string): unknown {
  const value = valueAt(run.values, name)
  return value === undefined ? (run.tracked.find((series) => summaryKey(series) === name)?.last ?? undefined) : value
}

function valueAt(values: Readonly<Record<string, unknown>>, key: string): unknown {
  let value: unknown = values
  for (const segment of key.split('/')) {
    if (!isPlainObject(value) || !Object.hasOwn(value, segment)) return undefined
    value = value[segment]
  }
  return value
}

import type { JsonValue } from '../../format/json-value.ts'
import type { SweepObjective } from '../../format/sweep.ts'
import { shownText } from '../../render/tables/cell-text.ts'
import { spreadText } from '../../render/tables/spread-text.ts'
import type { Outcome, TrialRecord } from '../../sweep/ledger/sweep-state.ts'

/** `rate=0.01 layers=2`; numbers with so many digits, where that is said. */
export function settingText({ parameters }: Pick<TrialRecord, 'parameters'>, digits?: number): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${shownText(digits === undefined ? value : roundTo(value, digits))}`)
    .join(' ')
}

function roundTo(value: JsonValue | undefined, digits: number): JsonValue | undefined {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? Number(value.toPrecision(digits)) : value
}

/** `0.912 ± 0.003`, of several objectives with commas between; empty where there is none. */
export function outcomeText(
  { values, spread }: Pick<Outcome, 'values' | 'spread'>,
  objectives: readonly SweepObjective[],
): string {
  if (values === null) return ''
  return objectives.map((_, index) => valueText(values[index] ?? Number.NaN, spread?.[index] ?? null)).join(', ')
}

function valueText(mean: number, sd: number | null): string {
  if (sd === null) return shownText(mean)
  const decimals = sd === 0 ? null : Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(sd))))
  return spreadText({ mean, sd }, decimals)
}

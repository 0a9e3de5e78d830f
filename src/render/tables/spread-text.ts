/** A mean and how far what it is of lies around it; null of one number. */
export interface Spread {
  readonly mean: number
  readonly sd: number | null
}

/** Of its number, a spread below which there are rounding errors alone. */
const ROUNDING = 1e-12

/**
 * Decimals for all means of a column: those at which the smallest spread has two digits; without any, as many as the means need with six
 * digits. Null where these are so large or so small that each has its own.
 */
export function columnDecimals(cells: readonly Spread[]): number | null {
  const spreads = cells.flatMap(({ mean, sd }) => (sd === null || sd <= ROUNDING * Math.abs(mean) ? [] : [sd]))
  if (spreads.length > 0) {
    const least = Math.min(...spreads)
    return Number.isFinite(least) ? Math.min(15, Math.max(0, 1 - Math.floor(Math.log10(least)))) : 0
  }
  const texts = cells.map(({ mean }) => String(Number(mean.toPrecision(6))))
  return texts.some((text) => text.includes('e')) ? null : Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0))
}

/** A mean as it is written with its spread, with the decimals of its column: `0.9870 ± 0.0025`. */
export function spreadText({ mean, sd }: Spread, decimals: number | null): string {
  const text = decimals === null ? String(Number(mean.toPrecision(6))) : numberAt(mean, decimals)
  if (sd === null) return text
  return `${text} ± ${sd <= ROUNDING * Math.abs(mean) || decimals === null ? '0' : numberAt(sd, decimals)}`
}

/** Two ends with the decimals of their column. */
export function intervalText([low, high]: readonly [number, number], decimals: number | null): string {
  const text = (end: number): string => (decimals === null ? String(Number(end.toPrecision(6))) : numberAt(end, decimals))
  return `[${text(low)}, ${text(high)}]`
}

/** Very large and very small ones with an exponent. */
function numberAt(value: number, decimals: number): string {
  const isOdd = Math.abs(value) >= 1e9 || decimals > 9
  return isOdd ? String(Number(value.toPrecision(6))) : value.toFixed(decimals)
}

/** Decimals at which a spread has two digits; of none, or no spread, four digits of the number itself. */
function decimalsFor(value: number, spread: number | null): number {
  const size = spread === null || spread === 0 ? Math.abs(value) * 1e-3 : spread
  if (!(size > 0) || !Number.isFinite(size)) return 0
  return Math.min(15, Math.max(0, 1 - Math.floor(Math.log10(size))))
}

/** A mean as it is written with its spread: `0.987 ± 0.0025`, the spread with two digits and the mean with as many decimals. */
export function spreadText(mean: number, spread: number | null): { readonly mean: string; readonly spread: string | null } {
  if (spread === 0 || spread === null) return { mean: String(Number(mean.toPrecision(6))), spread: spread === null ? null : '0' }
  const decimals = decimalsFor(mean, spread)
  return { mean: numberAt(mean, decimals), spread: numberAt(spread, decimals) }
}

/** Two ends with the decimals of the mean between them. */
export function intervalText([low, high]: readonly [number, number], mean: number, spread: number | null): string {
  const decimals = decimalsFor(mean, spread)
  return `[${numberAt(low, decimals)}, ${numberAt(high, decimals)}]`
}

/** Very large and very small ones with an exponent. */
function numberAt(value: number, decimals: number): string {
  const isOdd = Math.abs(value) >= 1e9 || decimals > 9
  return isOdd ? String(Number(value.toPrecision(6))) : value.toFixed(decimals)
}

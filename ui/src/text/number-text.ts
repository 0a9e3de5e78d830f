const DIGITS = 6

/** A number as every view shows it: at most six significant digits, and a real minus sign. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const rounded = Number.isInteger(value) ? value : shortNumber(value)
  const size = Math.abs(rounded)
  const text = size >= 1e15 || (size !== 0 && size < 1e-4) ? rounded.toExponential() : String(rounded)
  return text.replaceAll('-', '−')
}

/** The nearest number of six significant digits: it can be read in an address. */
export function shortNumber(value: number): number {
  return Number(value.toPrecision(DIGITS))
}

/** `0.912 ± 0.013`: the mean with as many decimals as two digits of its half interval have. */
export function meanText(mean: number, half: number | null): string {
  if (half === null || !(half > 0)) return numberText(mean)
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(half))))
  const size = Math.abs(mean)
  if (size >= 1e9 || decimals > 9)
    return `${numberText(Number(mean.toPrecision(3)))} ± ${numberText(Number(half.toPrecision(2)))}`
  return `${mean.toFixed(decimals)} ± ${half.toFixed(decimals)}`.replaceAll('-', '−')
}

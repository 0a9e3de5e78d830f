const PARTS = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i

/** More digits than any integer that is meant. */
const MOST_DIGITS = 10_000

/** The exact integer that a decimal text stands for, `1e6` included; null when it is no integer. */
export function readIntegerText(text: string): bigint | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = PARTS.exec(text.trim()) ?? []
  const digits = whole + fraction
  if (digits === '') return null
  const shift = Number(exponent) - fraction.length
  if (/^0+$/.test(digits)) return 0n
  if (Math.abs(shift) + digits.length > MOST_DIGITS) return null
  const kept = shift < 0 ? digits.slice(0, shift) : digits + '0'.repeat(shift)
  const lost = shift < 0 ? digits.slice(shift) : ''
  if (/[1-9]/.test(lost)) return null
  const size = BigInt(kept)
  return sign === '-' ? -size : size
}

const SUPERSCRIPT: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789-'].map((c, i) => [c, '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'[i] ?? '']),
)

/** A number for people: at most so many significant digits, powers of ten for the very small and very large. */
export function numberText(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const size = Math.abs(value)
  const text = size >= 1e9 || size < 1e-4 ? scientific(value, digits) : plain(value, digits)
  return text.replaceAll('-', '−')
}

/** A whole number with all its digits, in groups of three. */
export function wholeText(value: number): string {
  return plain(value, 16).replaceAll('-', '−')
}

function plain(value: number, digits: number): string {
  const rounded = Math.abs(value) >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits))
  const [whole = '', fraction] = String(rounded).split('.')
  const grouped = whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e')
  const short = String(Number(mantissa))
  const power = `10${[...String(Number(exponent))].map((c) => SUPERSCRIPT[c] ?? c).join('')}`
  return short === '1' ? power : short === '-1' ? `-${power}` : `${short}×${power}`
}

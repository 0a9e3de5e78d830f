const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const SPECIAL = /^[+-]?Infinity$|^NaN$/

export type NumberText =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly suggestion: string | null }

/**
 * Reads a number written in decimal, with or without exponent; `Infinity` and `NaN` by those words only.
 * What is written in another way is refused, with the number that was probably meant.
 */
export function readNumberText(text: string): NumberText {
  const trimmed = text.trim()
  if (SPECIAL.test(trimmed)) return { ok: true, value: Number(trimmed) }
  if (!DECIMAL.test(trimmed)) return { ok: false, suggestion: otherNotation(trimmed) }
  const value = Number(trimmed)
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, suggestion: null }
}

function otherNotation(text: string): string | null {
  const sign = text.startsWith('-') ? '-' : ''
  const unsigned = text.replace(/^[+-]/, '')
  if (/^inf(?:inity)?$/i.test(unsigned)) return `${sign}Infinity`
  if (/^nan$/i.test(text)) return 'NaN'
  if (/^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i.test(unsigned)) return `${sign}${Number(unsigned)}`
  if (/^\d+(?:_\d+)+(?:\.\d+)?$/.test(unsigned)) return sign + unsigned.replaceAll('_', '')
  // Three digits after a comma may be thousands as well as thousandths.
  return /^\d+,(?:\d{1,2}|\d{4,})$/.test(unsigned) ? sign + unsigned.replace(',', '.') : null
}

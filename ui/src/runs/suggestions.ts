const MOST = 8
/** A field as far as it has been typed: letters, digits, dots and slashes before the caret. */
const TYPED = /[\p{L}_][\p{L}\p{N}_./]*$/u

export interface Suggestions {
  /** Where what they replace begins. */
  readonly from: number
  readonly names: readonly string[]
}

/** Fields that may be meant before the caret: those that begin so, then those that hold it. None within a text. */
export function suggestionsFor(text: string, caret: number, fields: readonly string[]): Suggestions {
  const before = text.slice(0, caret)
  const typed = TYPED.exec(before)?.[0] ?? ''
  if (typed === '' || isWithinText(before)) return { from: caret, names: [] }
  const wanted = typed.toLowerCase()
  const begins = fields.filter((field) => field.toLowerCase().startsWith(wanted))
  const holds = fields.filter((field) => field.toLowerCase().includes(wanted) && !begins.includes(field))
  const names = [...begins, ...holds].filter((field) => field !== typed)
  return { from: caret - typed.length, names: names.slice(0, MOST) }
}

function isWithinText(before: string): boolean {
  return (before.replaceAll(/\\./g, '').match(/"/g) ?? []).length % 2 === 1
}

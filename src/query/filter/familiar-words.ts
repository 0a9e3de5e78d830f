/** Texts in quotes, which stay as they are. */
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g
/** What other languages write, outside of quotes. */
const FAMILIAR = /(?<![\w.])(?:and|or|not)(?![\w(.])|(?<![\w.])not(?=\s*\()|<>|(?<![=!<>])=(?!=)/i

/** Of each, what is written here. */
const SIGNS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!', '<>': '!=', '=': '==' }

/** A word or sign of other languages in an expression, what is written here for it, and where it stands; null where there is none. */
export function findFamiliar(text: string): { readonly word: string; readonly sign: string; readonly at: number } | null {
  const found = FAMILIAR.exec(text.replaceAll(QUOTED, (quoted) => ' '.repeat(quoted.length)))
  if (found === null) return null
  const [word] = found
  return { word, sign: SIGNS[word.toLowerCase()] ?? word, at: found.index }
}

/** The same expression with the signs of this language. */
export function withSigns(text: string): string {
  const quoted: string[] = []
  const masked = text.replaceAll(QUOTED, (part) => `\u{E000}${quoted.push(part) - 1}\u{E001}`)
  const signed = masked
    .replaceAll(/(?<![\w.])and(?![\w.])/gi, '&&')
    .replaceAll(/(?<![\w.])or(?![\w.])/gi, '||')
    .replaceAll('<>', '!=')
    .replaceAll(/(?<![=!<>])=(?!=)/g, '==')
    .replaceAll(/([^\s&|(]+)\s+not\s+in\s+(\[[^\]]*\]|[^\s&|)]+)/gi, '!($1 in $2)')
    .replaceAll(/(?<![\w.])not\s*(?=\()/gi, '!')
    .replaceAll(/(?<![\w.])not\s+([^&|]+?)(?=\s*(?:&&|\|\||$))/gi, '!($1)')
  return signed.replaceAll(/\u{E000}(\d+)\u{E001}/gu, (_, place: string) => quoted[Number(place)] ?? '')
}

/** The same expression with a word in quotes that is compared, or one of a list; null where it stands elsewhere. */
export function withQuotes(text: string, word: string): string | null {
  if (!/^\w+$/.test(word)) return null
  const compared = new RegExp(`((?:[=!]=|\\[|,)\\s*)${word}(?![\\w.(])`)
  return compared.test(text) ? text.replace(compared, `$1"${word}"`) : null
}

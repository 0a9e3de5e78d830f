import { extname } from 'node:path'
import type { ParseResult, ParserOptions } from 'oxc-parser'

const LANGUAGES: Readonly<Record<string, NonNullable<ParserOptions['lang']>>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
}

/** Parses a module's text. Parentheses leave no trace in the tree. The parser is loaded at the first call. */
export async function parseSource(file: string, text: string, options: ParserOptions = {}): Promise<ParseResult> {
  const { parseSync } = await import('oxc-parser')
  // Plain JavaScript with JSX in it is read as well: loaders take it.
  const lang = LANGUAGES[extname(file).toLowerCase()] ?? 'jsx'
  return parseSync(file, text, { lang, preserveParens: false, ...options })
}

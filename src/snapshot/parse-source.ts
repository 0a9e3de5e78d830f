import { extname } from 'node:path'
import type { ParseResult, ParserOptions } from 'oxc-parser'

/** Plain JavaScript with JSX in it is read as well: loaders take it. */
const OPTIONS: Readonly<Record<string, ParserOptions>> = {
  '.ts': { lang: 'ts' },
  '.mts': { lang: 'ts' },
  '.cts': { lang: 'ts', sourceType: 'commonjs' },
  '.tsx': { lang: 'tsx' },
  '.cjs': { lang: 'jsx', sourceType: 'commonjs' },
}

/** Loads the parser ahead of its first use: once there are loader hooks that takes several times as long. */
export async function loadParser(): Promise<void> {
  await import('oxc-parser')
}

/** Parses a module's text. Parentheses leave no trace in the tree. The parser is loaded at the first call. */
export async function parseSource(file: string, text: string, options: ParserOptions = {}): Promise<ParseResult> {
  const { parseSync } = await import('oxc-parser')
  return parseSync(file, text, {
    ...(OPTIONS[extname(file).toLowerCase()] ?? { lang: 'jsx' }),
    preserveParens: false,
    ...options,
  })
}

import type { Comment, EcmaScriptModule } from 'oxc-parser'
import { parseSource } from './parse-source.ts'
import { isBeyondDoubt, scanImports } from './scan-imports.ts'
import type { ImportReference } from './scan-imports.ts'

/** Parsing takes about 0.1 ms a kilobyte: of larger files, which are bundles, all that was found counts. */
const MOST_PARSED = 2 ** 20

/**
 * The literal names by which a module imports others: statements, `import()`, `require()`, `new URL(…, import.meta.url)`.
 *
 * The scan is some hundred times faster than the parser, so the parser only decides where the scan is in doubt.
 * What it cannot decide, a `require` in a string, counts: at worst a local file that exists is captured without need.
 */
export async function findImports(file: string, text: string): Promise<ImportReference[]> {
  const found = scanImports(text)
  if (text.length > MOST_PARSED || isBeyondDoubt(text, found)) return distinct(found)
  const { module, comments, errors } = await parseSource(file, text)
  // A file that does not parse has no reliable record of its imports.
  if (errors.length > 0) return distinct(found)
  // The record has no import types, and no calls but `import()`.
  const others = found.filter(({ form, at }) => form === 'reference' || (form !== 'static' && !isCommented(at, comments)))
  return distinct([...readRecord(text, module), ...others])
}

function* readRecord(text: string, module: EcmaScriptModule): Generator<ImportReference> {
  for (const { moduleRequest } of module.staticImports) yield { specifier: moduleRequest.value, kind: 'import' }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) yield { specifier: moduleRequest.value, kind: 'import' }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])((?:(?!\1)[^\n\\])+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2]
    if (literal && !literal.includes('${')) yield { specifier: literal, kind: 'import' }
  }
}

function isCommented(at: number, comments: readonly Comment[]): boolean {
  return comments.some(({ start, end }) => start <= at && at < end)
}

function distinct(references: Iterable<ImportReference>): ImportReference[] {
  const known = new Map<string, ImportReference>()
  for (const { specifier, kind } of references) {
    const key = `${kind} ${specifier}`
    if (!known.has(key)) known.set(key, { specifier, kind })
  }
  return [...known.values()]
}

/** Which test files reach a file by imports, and which start processes. */
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { listFiles } from './choose.ts'

const TYPES_ONLY = /\b(?:import|export) type [^'"]*['"][^'"]+['"]/g
const SPECIFIER = /['"](\.{1,2}\/[^'"\n]+\.ts|runlab)['"]/g
/** They install packages, or hold no behaviour of src/. */
const EXCLUDED = /^test\/(?:package|soak|fixtures|types)\//

/** Tests that start processes, as the projects of vitest have them. Versions without the suffix are searched. */
const NAMED = /^test\/(?:e2e|examples|docs)\/|\.process\.test\.ts$/

export interface Imports {
  readonly tests: readonly string[]
  readonly processTests: ReadonlySet<string>
  /** The test files that import a file, nearest first. */
  importersOf(file: string): readonly string[]
}

export function readImports(root: string): Imports {
  const files = [...listFiles(root, 'src'), ...listFiles(root, 'test')]
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  const imports = new Map(files.map((file) => [file, importsOf(file, texts.get(file) ?? '')]))
  const startsProcesses = (file: string): boolean => /['"]node:child_process['"]/.test(texts.get(file) ?? '')
  const tests = files.filter((file) => file.endsWith('.test.ts') && !EXCLUDED.test(file))
  const hasNames = tests.some((test) => test.endsWith('.process.test.ts'))
  const processTests = tests.filter((test) => {
    if (NAMED.test(test)) return true
    const helpers = reach(test, (file) => (imports.get(file) ?? []).filter((name) => name.startsWith('test/')))
    // A source that starts processes and is imported by the test itself is what it tests.
    return !hasNames && (helpers.some(startsProcesses) || imports.get(test)?.some(startsProcesses) === true)
  })
  const importers = new Map<string, string[]>()
  for (const [file, imported] of imports) for (const name of imported) importers.set(name, [...(importers.get(name) ?? []), file])
  const isTest = new Set(tests)
  return {
    tests,
    processTests: new Set(processTests),
    importersOf: (file) => reach(file, (name) => importers.get(name) ?? []).filter((name) => isTest.has(name)),
  }
}

/** Dynamic imports and files that are started by their URL count as well. */
function importsOf(file: string, text: string): readonly string[] {
  return [...text.replaceAll(TYPES_ONLY, '').matchAll(SPECIFIER)].map(([, name = '']) =>
    name === 'runlab' ? 'src/index.ts' : normalize(join(dirname(file), name)),
  )
}

/** All that is reached from a file, itself first, the nearest next. */
function reach(file: string, next: (file: string) => readonly string[]): readonly string[] {
  const reached = new Set([file])
  for (const name of reached) for (const other of next(name)) reached.add(other)
  return [...reached]
}

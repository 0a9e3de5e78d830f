import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import { findUpward } from '../../internal/find-upward.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { GraphFile, ImportGraph } from '../../snapshot/import-graph.ts'
import { looksLocal } from '../../snapshot/resolve-import.ts'
import { scanImports } from '../../snapshot/scan-imports.ts'
import { readSourceFacts } from '../../snapshot/source-facts.ts'
import { isOwnFile } from './package-files.ts'

/**
 * Throws EXPERIMENT_NONE for a file that cannot export an experiment: it exports nothing, or neither it nor anything that it
 * imports uses runlab. Told from the text, so that a script that was meant for `node` is not executed.
 */
export async function refuseScript(file: string, shown: string, graph: Promise<ImportGraph>): Promise<void> {
  const text = readFileSync(file, 'utf8')
  if (!/\b(?:export|exports|module)\b/.test(text)) throw await noExperiment(file, shown, [])
  if (text.includes('runlab')) return
  const { files, unresolved } = await graph
  // What is missing is said by the loader, which executes nothing then.
  if (unresolved.length === 0 && ![...files.values()].some(mayUseRunlab)) throw await noExperiment(file, shown, null)
}

function mayUseRunlab({ path, bytes, imports }: GraphFile): boolean {
  const text = bytes.toString('utf8')
  if (text.includes('runlab') || imports.some(({ target }) => isOwnFile(target))) return true
  // What is imported by a name that is made while it runs may lead anywhere.
  if (/\b(?:require|import)\s*\(\s*[^'"\s)]/.test(text)) return true
  const local = new Set(imports.map(({ specifier }) => specifier))
  return scanImports(text).some(({ specifier }) => !local.has(specifier) && leadsToRunlab(specifier, path, new Set()))
}

/** Whether an installed package, or one that it depends on, uses runlab, and so may export experiments. */
function leadsToRunlab(specifier: string, file: string, seen: Set<string>): boolean {
  if (isBuiltin(specifier) || looksLocal(specifier) || /^[a-z]+:/.test(specifier)) return false
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  const manifest = findUpward(dirname(file), [join('node_modules', name, 'package.json')])
  if (manifest === null) return true // nobody can tell
  if (seen.has(manifest)) return false
  seen.add(manifest)
  const text = readFileSync(manifest, 'utf8')
  return text.includes('"runlab"') || dependenciesIn(text).some((one) => leadsToRunlab(one, manifest, seen))
}

function dependenciesIn(manifest: string): readonly string[] {
  const parsed: unknown = JSON.parse(manifest)
  if (!isPlainObject(parsed)) return []
  return [parsed['dependencies'], parsed['peerDependencies']].flatMap((group) => (isPlainObject(group) ? Object.keys(group) : []))
}

/** EXPERIMENT_NONE with what to write. `found` are the names that a module exports; null where it was not executed. */
export async function noExperiment(file: string, shown: string, found: readonly string[] | null): Promise<RunlabError> {
  const text = readFileSync(file, 'utf8')
  const facts = await readSourceFacts(file, text).catch(() => null) // what does not parse says nothing
  const line = facts?.experiments.find(({ exportNames }) => exportNames.length === 0)?.line ?? null
  const isRequired = isCommonJs(file, text)
  // Of CommonJS it is `module.exports`, which the file may not have touched.
  const named = isRequired && found !== null ? found.filter((name) => name !== 'default') : found
  return runlabError('EXPERIMENT_NONE', {
    file: shown,
    found: named,
    line,
    isCommonJs: isRequired,
    isSweep: text.includes('defineSweep('),
  })
}

function isCommonJs(file: string, text: string): boolean {
  const [, kind] = /^\.([mc])[jt]s$/.exec(extname(file)) ?? []
  if (kind !== undefined) return kind === 'c'
  return !/^\s*(?:import|export)\b/m.test(text) && /\b(?:require|module|exports)\b/.test(text)
}

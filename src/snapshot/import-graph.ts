import { resolve } from 'node:path'
import { runlabError } from '../errors.ts'
import { limitConcurrency } from '../internal/limit-concurrency.ts'
import { findImports } from './find-imports.ts'
import { createTargetFinder } from './find-targets.ts'
import type { GraphImport, UnresolvedImport } from './find-targets.ts'
import { isSource, readCaptured } from './read-captured.ts'
import type { CapturedBytes } from './read-captured.ts'
import { realPath } from './real-path.ts'
import type { Link } from './real-path.ts'

/** A file as it was when the graph was read. */
export interface GraphFile extends CapturedBytes {
  /** Real path. */
  readonly path: string
  readonly imports: readonly GraphImport[]
}

/** Every local file that an entry imports, directly or not. All paths are real paths. */
export interface ImportGraph {
  readonly entry: string
  readonly files: ReadonlyMap<string, GraphFile>
  /** Links that imports went through, those to packages in local folders among them. */
  readonly links: readonly Link[]
  readonly unresolved: readonly UnresolvedImport[]
}

export interface ImportGraphOptions {
  /** Path of the file to start from. */
  readonly entry: string
  readonly signal?: AbortSignal | undefined
  /** Real paths that are known already: imports of them are noted, the files neither read nor followed. */
  readonly known?: ReadonlySet<string>
}

/** Reads kept under way at once. */
const READS = 64

/**
 * Reads the entry and every local file it imports: each once, its bytes kept, so that what is archived is one state.
 * Never follows into installed packages; never reads `.env` files. A file that cannot be parsed, found or read stops nothing.
 * Throws FILE_NOT_FOUND for the entry, and the signal's reason.
 */
export async function readImportGraph({ entry, signal, known = new Set() }: ImportGraphOptions): Promise<ImportGraph> {
  const start = realPath(resolve(entry))
  if (start === null) throw runlabError('FILE_NOT_FOUND', { file: entry })
  const findTargets = createTargetFinder()
  const limit = limitConcurrency(READS)
  const files = new Map<string, GraphFile>()
  const links = new Map<string, Link>()
  const unresolved: UnresolvedImport[] = []
  const seen = new Set([...known, start])

  const visit = async (path: string, origin: Omit<UnresolvedImport, 'reason'> | null): Promise<void> => {
    signal?.throwIfAborted()
    const captured = await limit(() => readCaptured(path))
    if (typeof captured === 'string') {
      if (origin === null) throw runlabError('FILE_NOT_FOUND', { file: entry })
      unresolved.push({ ...origin, reason: captured })
      return
    }
    const isRead = isSource(path) || path === start
    const references = isRead ? await findImports(path, captured.bytes.toString('utf8')) : []
    signal?.throwIfAborted()
    const targets = references.map((reference) => findTargets(path, reference))
    const imports = targets.flatMap((target) => target.imports)
    files.set(path, { path, ...captured, imports })
    unresolved.push(...targets.flatMap((target) => target.unresolved))
    for (const link of targets.flatMap((target) => target.links)) links.set(link.path, link)
    const next = imports.filter(({ target }) => !seen.has(target) && seen.add(target))
    await Promise.all(next.map(({ target, specifier }) => visit(target, { file: path, specifier })))
  }
  await visit(start, null)
  return { entry: start, files, links: [...links.values()], unresolved }
}

/** Two graphs as one, with the entry of the first. */
export function joinGraphs(first: ImportGraph, second: ImportGraph): ImportGraph {
  return {
    entry: first.entry,
    files: new Map([...second.files, ...first.files]),
    links: [...new Map([...first.links, ...second.links].map((link) => [link.path, link])).values()],
    unresolved: [...first.unresolved, ...second.unresolved],
  }
}

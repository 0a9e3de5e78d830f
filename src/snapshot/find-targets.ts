import { isAbsolute } from 'node:path'
import { isCode, refusal } from './read-captured.ts'
import { findLinks, isInstalled } from './real-path.ts'
import type { Link } from './real-path.ts'
import { createImportResolver, looksLocal } from './resolve-import.ts'
import type { ImportReference } from './scan-imports.ts'

/** An import of a captured file. `place`: by where the files lie. `link`: through a symbolic link. `absolute`: by an absolute path. */
export interface GraphImport {
  readonly specifier: string
  /** Real path. */
  readonly target: string
  readonly via: 'place' | 'link' | 'absolute'
}

/** A name that should have led to a file that can be captured. */
export interface UnresolvedImport {
  /** Real path of the importing file. */
  readonly file: string
  readonly specifier: string
  /** In words. */
  readonly reason: string
}

export interface Targets {
  readonly imports: readonly GraphImport[]
  readonly links: readonly Link[]
  readonly unresolved: readonly UnresolvedImport[]
}

/** Makes a function that says which local files a reference in a file leads to. */
export function createTargetFinder(): (file: string, reference: ImportReference) => Targets {
  const resolveImport = createImportResolver()
  const refusals = new Map<string, string | null>()
  const refusalOf = (path: string): string | null => {
    const known = refusals.get(path)
    if (known !== undefined) return known
    const reason = refusal(path)
    refusals.set(path, reason)
    return reason
  }

  return (file, reference) => {
    const { specifier, kind } = reference
    const resolved = resolveImport(file, reference)
    // A path in code may be meant for something else than loading: only what exists counts.
    const isReported = kind !== 'asset'
    if (resolved === null) {
      return {
        imports: [],
        links: [],
        unresolved: isReported && looksLocal(specifier) ? [{ file, specifier, reason: 'not found' }] : [],
      }
    }
    const targets = { imports: [] as GraphImport[], links: [] as Link[], unresolved: [] as UnresolvedImport[] }
    for (const { named, real } of resolved) {
      if (isInstalled(real) || (!isReported && !isCode(real))) continue
      const reason = refusalOf(real)
      if (reason !== null) {
        if (isReported) targets.unresolved.push({ file, specifier, reason })
        continue
      }
      if (named !== real) targets.links.push(...findLinks(named))
      targets.imports.push({ specifier, target: real, via: viaOf(specifier, named === real) })
    }
    return targets
  }
}

function viaOf(specifier: string, isPlain: boolean): GraphImport['via'] {
  if (isAbsolute(specifier) || specifier.startsWith('file:')) return 'absolute'
  return isPlain ? 'place' : 'link'
}

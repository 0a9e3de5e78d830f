import { join } from 'node:path'
import type { SnapshotFile } from '../format/records.ts'
import { isInside } from '../internal/is-inside.ts'
import type { Ground } from './ground.ts'
import type { ImportGraph } from './import-graph.ts'
import type { LayoutOptions } from './layout.ts'
import { findProjectFiles } from './project-files.ts'
import { readCaptured, refusal } from './read-captured.ts'
import type { CapturedBytes } from './read-captured.ts'
import { isInstalled, realPath } from './real-path.ts'
import { relativePlace } from './relative-place.ts'

/** A file on its way into `code/`. */
export interface Source extends CapturedBytes {
  /** Real path. */
  readonly path: string
  readonly role: SnapshotFile['role']
}

export interface GatherOptions {
  readonly graph: ImportGraph
  readonly ground: Ground
  readonly roleOf: (path: string) => SnapshotFile['role']
  /** Config files of the run: absolute paths. */
  readonly extra?: readonly string[]
  /** Real paths of files that are captured already. */
  readonly known?: ReadonlySet<string>
}

export interface GatheredSources {
  readonly sources: readonly Source[]
  readonly bonds: LayoutOptions['bonds']
  /** In words. */
  readonly unresolved: readonly string[]
}

/** Puts together what is to be captured: the graph's files, the project files around them, and more. */
export async function gatherSources({
  graph,
  ground,
  roleOf,
  extra = [],
  known = new Set(),
}: GatherOptions): Promise<GatheredSources> {
  const sources: Source[] = [...graph.files.values()].map(({ path, bytes, sha256, stamp }) => ({
    path,
    bytes,
    sha256,
    stamp,
    role: roleOf(path),
  }))
  const nameOf = (path: string): string => relativePlace(ground.project, path)
  const unresolved = graph.unresolved.map(({ file, specifier, reason }) => `${nameOf(file)} imports '${specifier}': ${reason}`)

  // A linked package is found by the package.json of the folder that the link leads to.
  const isUsed = (folder: string): boolean => sources.some(({ path }) => isInside(folder, path))
  const packages = graph.links.filter(({ target }) => isUsed(target)).map(({ target }) => join(target, 'package.json'))
  const around = findProjectFiles([...graph.files.keys(), ...packages], ground)
  const own = new Set(extra.map((path) => realPath(path) ?? path))
  const wanted = new Set([...around.paths, ...own])
  await Promise.all(
    [...wanted].map(async (path) => {
      if (graph.files.has(path) || known.has(path) || isInstalled(path)) return
      const captured = refusal(path) ?? (await readCaptured(path))
      if (typeof captured === 'string') unresolved.push(`${nameOf(path)}: ${captured}`)
      else sources.push({ path, ...captured, role: own.has(path) ? 'config' : 'project' })
    }),
  )
  return { sources, bonds: [...around.bonds, ...bondsOf(graph)], unresolved }
}

/** Files that import one another by place must keep it. */
function bondsOf(graph: ImportGraph): LayoutOptions['bonds'] {
  return [...graph.files.values()].flatMap(({ path, imports }) =>
    imports.filter(({ via }) => via === 'place').map(({ target }) => [path, target] as const),
  )
}

import { basename, dirname, join } from 'node:path'
import { findUpward } from '../internal/find-upward.ts'
import { boundOf } from './ground.ts'
import type { Ground } from './ground.ts'
import { findLockfile } from './lockfile.ts'
import { isInstalled, realPath } from './real-path.ts'
import { readTsconfigParents } from './tsconfig-chain.ts'

/** Files that say how captured files are run and what they need. */
export interface ProjectFiles {
  /** Real paths. */
  readonly paths: ReadonlySet<string>
  /** Pairs of files that only make sense where they lie to one another. */
  readonly bonds: readonly (readonly [string, string])[]
}

/**
 * Finds package.json (its `type`, `imports` and `exports` decide how a file is loaded) and tsconfig.json nearest to each file,
 * what the latter extends, and the project's own package.json and lockfile.
 */
export function findProjectFiles(files: Iterable<string>, ground: Ground): ProjectFiles {
  const paths = new Set<string>()
  const bonds: (readonly [string, string])[] = []
  const add = (path: string, to: string): void => {
    const isNew = !paths.has(path)
    paths.add(path)
    bonds.push([to, path])
    if (isNew && basename(path) !== 'package.json') for (const parent of readTsconfigParents(path)) add(parent, path)
  }
  const folders = new Map<string, string>()
  for (const file of files) if (!folders.has(dirname(file))) folders.set(dirname(file), file)
  for (const [folder, file] of folders) {
    for (const name of ['package.json', 'tsconfig.json']) {
      const path = findUpward(folder, [name], boundOf(ground, file))
      if (path !== null) add(realPath(path) ?? path, file)
    }
  }
  for (const path of findManifests(ground)) paths.add(realPath(path) ?? path)
  return { paths: new Set([...paths].filter((path) => !isInstalled(path))), bonds }
}

/** The project's package.json, its lockfile, and what lies beside that and says which packages it is of. */
function findManifests({ project, checkout }: Ground): string[] {
  const lockfile = findLockfile(project, checkout)
  const beside = lockfile === null ? [] : [dirname(lockfile.path)]
  const candidates = [project, ...beside].flatMap((folder) => [join(folder, 'package.json'), join(folder, 'pnpm-workspace.yaml')])
  const found = candidates.filter((path) => realPath(path) !== null)
  return lockfile === null ? found : [...found, lockfile.path]
}

import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { findUpward } from '../internal/find-upward.ts'
import { isInside } from '../internal/is-inside.ts'
import { realPath } from './real-path.ts'

/** The folders that decide what belongs together. Real paths. */
export interface Ground {
  readonly project: string
  /** Of project, workspace and git checkout the uppermost: configuration is looked for up to here. */
  readonly checkout: string
  /** The folder that holds the checkout: what lies in it, like a checkout next door, keeps its place. */
  readonly top: string
}

export function findGround(project: string): Ground {
  const real = realPath(project) ?? project
  const git = findUpward(real, ['.git'])
  const checkout = git === null ? workspaceRoot(real) : dirname(git)
  return { project: real, checkout, top: dirname(checkout) }
}

/** Up to which folder a file's package.json, tsconfig.json and lockfile are looked for. */
export function boundOf(ground: Ground, file: string): string {
  if (isInside(ground.checkout, file)) return ground.checkout
  if (isInside(ground.top, file)) return join(ground.top, relative(ground.top, file).split(sep)[0] ?? '')
  const manifest = findUpward(dirname(file), ['package.json'])
  return manifest === null ? dirname(file) : dirname(manifest)
}

function workspaceRoot(project: string): string {
  for (let folder = project; ; folder = dirname(folder)) {
    if (isWorkspace(folder)) return folder
    if (folder === dirname(folder)) return project
  }
}

function isWorkspace(folder: string): boolean {
  if (findUpward(folder, ['pnpm-workspace.yaml'], folder) !== null) return true
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest
  } catch {
    // No package.json, or one that says nothing.
    return false
  }
}

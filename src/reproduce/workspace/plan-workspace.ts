import { isAbsolute, posix } from 'node:path'

/** Folders of a workspace, relative to it; empty for the workspace itself. */
export interface WorkspacePlan {
  /** What stands for the project. */
  readonly project: string
  /** Where the files of `code/` go. */
  readonly code: string
}

/**
 * Where a project and its captured code lie in a workspace, so that they lie to one another as they did. `root` is where `code/` was, relative
 * to the project; above the project its own folders keep their names. Null for a root that leads nowhere.
 */
export function planWorkspace(basePath: string, root: string): WorkspacePlan | null {
  if (isAbsolute(root)) return null
  const parts = posix.normalize(root).split('/')
  const levels = parts.findIndex((part) => part !== '..')
  const ups = levels < 0 ? parts.length : levels
  const names = basePath.split(/[/\\]/).filter((name) => name !== '')
  if (ups > names.length) return null
  const project = ups === 0 ? '' : names.slice(-ups).join('/')
  const code = posix.join(project, root)
  return { project, code: code === '.' || code === './' ? '' : code.replace(/\/$/, '') }
}

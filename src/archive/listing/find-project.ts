import { existsSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { reasonAgainstSegment } from '../../format/run-name.ts'
import { isInside } from '../../internal/is-inside.ts'

/** What made a folder the project: a `runlab.config.*`, a package.json (in a git checkout the outermost), or nothing. */
export type ProjectReason = 'config' | 'checkout' | 'package' | 'folder'

export interface Project {
  /** Absolute path. */
  readonly root: string
  readonly reason: ProjectReason
}

export interface FoundArchive extends Project {
  /** Absolute path; it need not exist yet. */
  readonly archive: string
  /** Who named the archive. */
  readonly source: 'option' | 'environment' | 'project'
}

const CONFIG_EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json', 'yaml', 'yml']

/**
 * The project that a folder belongs to: the nearest folder upwards with a `runlab.config.*`; else, inside of a git
 * checkout, the outermost with a package.json that is not above the checkout's root; elsewhere the nearest with a
 * package.json; else the folder itself. `from` is absolute: the folder of an experiment's file, or the working directory.
 */
export function findProject(from: string): Project {
  const above = foldersUpwards(from)
  const config = above.find((folder) => CONFIG_EXTENSIONS.some((extension) => has(folder, `runlab.config.${extension}`)))
  if (config !== undefined) return { root: config, reason: 'config' }
  const checkout = above.findIndex((folder) => has(folder, '.git'))
  if (checkout !== -1) {
    const outermost = above.slice(0, checkout + 1).findLast((folder) => has(folder, 'package.json'))
    return outermost === undefined ? { root: from, reason: 'folder' } : { root: outermost, reason: 'checkout' }
  }
  const nearest = above.find((folder) => has(folder, 'package.json'))
  return nearest === undefined ? { root: from, reason: 'folder' } : { root: nearest, reason: 'package' }
}

export interface FindArchiveOptions {
  /** Absolute: the folder of an experiment's file, or the working directory. */
  readonly from: string
  /** What relative paths start from. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The archive that was asked for. */
  readonly results?: string | undefined
}

/** Where results go: what was asked for, else what `RUNLAB_RESULTS` says, else `results` in the project. */
export function findArchive({ from, cwd, env, results }: FindArchiveOptions): FoundArchive {
  const project = findProject(from)
  if (results !== undefined && results !== '') return { ...project, archive: resolve(cwd, results), source: 'option' }
  const named = env['RUNLAB_RESULTS']
  if (named !== undefined && named !== '') return { ...project, archive: resolve(cwd, named), source: 'environment' }
  return { ...project, archive: join(project.root, 'results'), source: 'project' }
}

/**
 * The namespace of an experiment: its file's path in the project without extension, and the export's name where the file
 * was asked for one. A file outside of the project goes by its name alone. Characters that no archive may hold become `_`.
 */
export function namespaceOf(file: string, root: string, exportName?: string | null): string {
  const path = isInside(root, file) ? relative(root, file) : basename(file)
  const stem = path.slice(0, path.length - extname(path).length)
  const segments = stem.split(sep)
  if (exportName) segments.push(exportName)
  return segments.map(legalName).join('/')
}

function legalName(segment: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are among the illegal ones
  const legal = segment.replaceAll(/[\u0000-\u001F\u007F<>:"|?*\\/]/g, '_').replace(/[. ]+$/, '_')
  return reasonAgainstSegment(legal) === null ? legal : `_${legal}`
}

function foldersUpwards(from: string): readonly string[] {
  const folders = [from]
  for (let folder = from; dirname(folder) !== folder;) {
    folder = dirname(folder)
    folders.push(folder)
  }
  return folders
}

function has(folder: string, name: string): boolean {
  return existsSync(join(folder, name))
}

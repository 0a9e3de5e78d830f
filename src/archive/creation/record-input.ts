import { createHash } from 'node:crypto'
import { readdirSync, realpathSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runlabError } from '../../errors.ts'
import type { InputRecord } from '../../format/records.ts'
import { hashFile } from '../../internal/hash-file.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'

export interface InputOptions {
  /** As the experiment names it; a URL has to be a file's. */
  readonly path: string | URL
  /** Absolute path of the folder that a relative path starts from. */
  readonly from: string
  /** Absolute path of the project. */
  readonly project: string
  /** The parameter that names it; null for `e.use`. */
  readonly parameter: string | null
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Bytes up to which there is a checksum; 1 GB by default. */
  readonly hashLimit?: number
}

export interface RecordedInput {
  readonly record: InputRecord
  /** Absolute path. */
  readonly path: string
}

interface InputFile {
  /** Path below the directory, POSIX separators. */
  readonly name: string
  readonly path: string
  readonly size: number
}

/**
 * Measures a file or folder that a run reads. In a folder, symbolic links are followed; what is no file is left out.
 * Throws INPUT_NOT_FOUND.
 */
export async function recordInput(options: InputOptions): Promise<RecordedInput> {
  const { from, project, parameter, now, hashLimit = 1e9 } = options
  const path = locate(options.path, from)
  const stats = lookAt(path, options.path)
  const isDirectory = stats.isDirectory()
  const files = isDirectory ? listFiles(path) : [{ name: '', path, size: stats.size }]
  const size = files.reduce((sum, file) => sum + file.size, 0)
  // What is no file, like a pipe or a terminal, is not read: the experiment would find it empty.
  const isReadable = isDirectory || stats.isFile()
  const sha256 = size > hashLimit || !isReadable ? null : isDirectory ? await hashListing(files) : await hashFile(path)
  const record: InputRecord = {
    path: String(options.path),
    resolved: toPosix(isInside(project, path) ? relative(project, path) || '.' : path),
    kind: isDirectory ? 'directory' : 'file',
    size,
    sha256,
    files: files.length,
    time: now,
    parameter,
  }
  return { record, path }
}

function locate(path: string | URL, from: string): string {
  if (typeof path === 'string' && !path.startsWith('file:')) return resolve(from, path)
  try {
    return fileURLToPath(path)
  } catch (error) {
    throw runlabError('INPUT_NOT_FOUND', { path: String(path), resolved: 'no file: URL of this machine' }, error)
  }
}

function lookAt(resolved: string, path: string | URL): Stats {
  const stats = statIfThere(resolved)
  if (stats === undefined) throw runlabError('INPUT_NOT_FOUND', { path: String(path), resolved })
  return stats
}

/** The files below a folder, by name. A folder that is met again on its own branch is not entered: links may go in circles. */
function listFiles(folder: string): readonly InputFile[] {
  const files: InputFile[] = []
  const enter = (current: string, prefix: string, above: readonly string[]): void => {
    const real = realpathSync(current)
    if (above.includes(real)) return
    for (const entry of readdirSync(current)) {
      const path = join(current, entry)
      const stats = statIfThere(path) // undefined for a link that leads nowhere
      if (stats?.isDirectory()) enter(path, `${prefix}${entry}/`, [...above, real])
      else if (stats?.isFile()) files.push({ name: prefix + entry, path, size: stats.size })
    }
  }
  enter(folder, '', [])
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function hashListing(files: readonly InputFile[]): Promise<string> {
  const hash = createHash('sha256')
  // oxlint-disable-next-line no-await-in-loop -- the listing has an order
  for (const { name, path, size } of files) hash.update(`${name}\0${size}\0${await hashFile(path)}\n`)
  return hash.digest('hex')
}

function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}

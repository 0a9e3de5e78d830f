import { mkdirSync, writeFile } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { runlabError } from '../errors.ts'
import { limitConcurrency } from '../internal/limit-concurrency.ts'
import { COLLIDED } from './layout.ts'

// Half the time of node:fs/promises for many small files.
const write = promisify(writeFile)

const WRITES = 32
const TAKEN = new Set(['EEXIST', 'EISDIR', 'ENOTDIR'])

export interface FileToWrite {
  /** POSIX path below the folder. */
  readonly place: string
  readonly bytes: Uint8Array
}

export interface WriteFilesOptions<F extends FileToWrite> {
  /** Made when it does not exist. */
  readonly folder: string
  readonly files: readonly F[]
  /** How many files have collided before. */
  readonly collided?: number
}

/**
 * Writes files below a folder, never over one that is there. Where the file system does not tell two names apart that differ in
 * case or Unicode form only, the second goes to `_collided/<n>_<name>`. Returns the files with the places where they are.
 * Throws ARCHIVE_UNWRITABLE.
 */
export async function writeFiles<F extends FileToWrite>({ folder, files, collided = 0 }: WriteFilesOptions<F>): Promise<F[]> {
  const limit = limitConcurrency(WRITES)
  const made = new Set<string>()
  let count = collided
  const put = async (file: F): Promise<F> => {
    if (await writeNew(join(folder, file.place), file.bytes, made)) return file
    for (;;) {
      const place = `${COLLIDED}/${++count}_${basename(file.place)}`
      if (await writeNew(join(folder, place), file.bytes, made)) return { ...file, place }
    }
  }
  try {
    mkdirSync(folder, { recursive: true })
    return await Promise.all(files.map((file) => limit(() => put(file))))
  } catch (error) {
    throw runlabError(
      'ARCHIVE_UNWRITABLE',
      { path: folder, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
}

/** False when something is there. */
async function writeNew(path: string, bytes: Uint8Array, made: Set<string>): Promise<boolean> {
  try {
    if (!made.has(dirname(path))) mkdirSync(dirname(path), { recursive: true })
    made.add(dirname(path))
    await write(path, bytes, { flag: 'wx', mode: 0o644 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && TAKEN.has(String(error.code))) return false
    throw error
  }
}

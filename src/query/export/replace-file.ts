import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { tryRemove } from '../../internal/try-remove.ts'

/** Where a file is written until it is whole. */
export const PARTIAL = '.partial'

/** Makes a file, and its folders: it comes under its name when it is whole. Throws ARCHIVE_UNWRITABLE, and what `make` throws. */
export async function replaceFile<T>(file: string, make: (partial: string) => Promise<T>): Promise<T> {
  const partial = `${file}${PARTIAL}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    const made = await make(partial)
    renameSync(partial, file)
    return made
  } catch (error) {
    tryRemove(partial)
    throw asUnwritable(error, file)
  }
}

import { mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { isInside } from '../../internal/is-inside.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { PARTIAL, replaceFile } from './replace-file.ts'

/** There while an export is written: what has it was interrupted, and may be written again. */
const UNFINISHED = 'EXPORT-NOT-FINISHED.txt'

/** A folder that an export writes into. Files come under their names when they are whole. */
export interface ExportFolder {
  /** Writes a file below the folder, by the path that it is given for a while. */
  write<T>(name: string, make: (partial: string) => Promise<T>): Promise<T>
  /** The export is whole. */
  finish(): void
}

/** Makes the folder, or takes one that is empty, or whose export was interrupted. Throws EXPORT_FOLDER, ARCHIVE_UNWRITABLE. */
export function openExportFolder(
  folder: string,
  { archive, force }: { readonly archive: string; readonly force: boolean },
): ExportFolder {
  checkFolder(folder, archive, force)
  const marker = join(folder, UNFINISHED)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(marker, 'runlab export was interrupted, or is still writing here. Run it again to have all of it.\n')
  } catch (error) {
    throw asUnwritable(error, folder)
  }
  return {
    write: async (name, make) => await replaceFile(join(folder, name), make),
    finish() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        if (name.endsWith(PARTIAL)) rmSync(join(folder, name), { force: true })
      rmSync(marker, { force: true })
    },
  }
}

function checkFolder(folder: string, archive: string, force: boolean): void {
  const names = namesIn(folder)
  if (isInside(realPath(archive), realPath(folder)))
    throw runlabError('EXPORT_FOLDER', {
      folder,
      reason: `it lies in the archive ${archive}`,
      hint: 'Name a folder outside of it.',
    })
  if (names.length === 0 || names.includes(UNFINISHED) || force) return
  const [first = '', ...others] = names.toSorted()
  const reason = `it is not empty: ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`
  const hint = 'Name another folder, or replace files of the same names with --force.'
  throw runlabError('EXPORT_FOLDER', { folder, reason, hint })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ENOENT') return []
    if (code === 'ENOTDIR') throw runlabError('EXPORT_FOLDER', { folder, reason: 'it is a file', hint: 'Name a folder.' })
    throw asUnwritable(error, folder)
  }
}

/** Links followed as far as the path is there. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), path.slice(parent.length))
  }
}

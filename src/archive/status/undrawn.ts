import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { writeAtomically } from '../../internal/write-atomically.ts'
import { readTextIfThere } from '../documents/read-document.ts'
import { readLife } from './read-status.ts'

/** Says that a run is to be drawn and has not been yet: a process that dies until then leaves it said. Throws ARCHIVE_UNWRITABLE. */
export function beginDrawing(folder: string): void {
  const file = join(folder, FILES.undrawn)
  try {
    mkdirSync(dirname(file), { recursive: true }) // a run of PyComex has none
  } catch (error) {
    throw asUnwritable(error, file)
  }
  writeAtomically(file, '', { flush: false })
}

/** Says that a run was drawn as far as it can be. Throws ARCHIVE_UNWRITABLE. */
export function endDrawing(folder: string): void {
  const file = join(folder, FILES.undrawn)
  try {
    rmSync(file, { force: true })
  } catch (error) {
    throw asUnwritable(error, file)
  }
}

/** Whether the pictures of a run are missing, or some of them, and nobody is known to draw them. */
export function isUndrawn(folder: string): boolean {
  return statIfThere(join(folder, FILES.undrawn)) !== undefined && readLife(folder).liveness !== 'alive'
}

/** That a run's pictures are missing and why, without a point at the end; null where they are not, or somebody is drawing them. */
export function sayUndrawn(folder: string): string | null {
  if (!isUndrawn(folder)) return null
  const why = (readTextIfThere(join(folder, FILES.undrawn)) ?? '').trim()
  return `drawing is not finished${why === '' ? '' : ` (${why})`}`
}

/** What `write-atomically` and the maker of videos call a file that is not complete. */
const PARTIAL = /\.[\da-f]{12}\.tmp$/

/**
 * Removes what was being drawn when a drawing was given up or its process died: a video may have hundreds of megabytes. Gives
 * how many files. Follows no link out of the run. Throws ARCHIVE_UNWRITABLE.
 */
export function removePartialPictures(folder: string): number {
  const visuals = join(folder, FILES.visuals)
  if (!staysInside(folder, FILES.visuals) || statIfThere(visuals)?.isDirectory() !== true) return 0
  const entries = readdirSync(visuals, { recursive: true, withFileTypes: true })
  const partial = entries.filter((entry) => entry.isFile() && PARTIAL.test(entry.name))
  for (const { parentPath, name } of partial) {
    try {
      rmSync(join(parentPath, name), { force: true })
    } catch (error) {
      throw asUnwritable(error, join(parentPath, name))
    }
  }
  return partial.length
}

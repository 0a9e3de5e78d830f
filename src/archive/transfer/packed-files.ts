import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { isClaim } from '../claims/folder-claim.ts'

export interface PackedFile {
  /** In the run, POSIX separators; a folder that is empty ends in a slash. */
  readonly path: string
  readonly size: number
  /** When it was written last, in nanoseconds; 0 for a folder. */
  readonly written: bigint
}

/** What of a run's folder belongs into its ZIP. Throws ZIP_REFUSED, and the system's errors. */
export function filesToPack(folder: string): readonly PackedFile[] {
  return [...filesIn(folder, '')]
}

/** The files in a folder that came, went or were written to since a list of them was made. */
export function changesIn(folder: string, files: readonly PackedFile[]): readonly string[] {
  const before = new Map(files.map((file) => [file.path, file]))
  const changed = filesToPack(folder).flatMap(({ path, size, written }) => {
    const had = before.get(path)
    before.delete(path)
    return had?.size === size && had.written === written ? [] : [path]
  })
  return [...changed, ...before.keys()]
}

function* filesIn(folder: string, above: string): Generator<PackedFile> {
  const entries = readdirSync(join(folder, above), { withFileTypes: true })
  if (entries.length === 0 && above !== '') yield { path: above, size: 0, written: 0n }
  for (const entry of entries) {
    const path = `${above}${entry.name}`
    if (above === '' && isClaim(entry.name)) continue
    if (entry.isDirectory()) yield* filesIn(folder, `${path}/`)
    else if (entry.isFile()) {
      const { size, mtimeNs } = lstatSync(join(folder, path), { bigint: true })
      yield { path, size: Number(size), written: mtimeNs }
    } else throw runlabError('ZIP_REFUSED', { file: join(folder, path), reason: 'it is a link, a pipe or a device' })
  }
}

import { join, posix } from 'node:path'
import { runlabError } from '../errors.ts'
import { makeFolders } from '../internal/make-folders.ts'
import { staysInside } from '../internal/stays-inside.ts'
import { writeAtomically } from '../internal/write-atomically.ts'
import type { Redactor } from '../secrets/redactor.ts'
import { rasterise } from '../render/raster/rasterise.ts'
import { readRegularText } from '../internal/regular-file.ts'

/** PNGs have twice as many pixels along each side as their SVG, for screens with small ones. */
const ZOOM = 2

const LEADS_OUT = 'a symbolic link leads out of the run'

/**
 * Writes what is drawn into a run's folder, and reads what is drawn from there. Paths are inside the run, POSIX separators; through
 * no link is anything outside of it read or written, since archives come from others, too. Secrets that a drawing has put together are
 * masked in what is written; words stay, which may be those of links and markup.
 */
export class VisualFolder {
  readonly #folder: string
  readonly #redactor: Redactor

  constructor(folder: string, redactor: Redactor) {
    this.#folder = folder
    this.#redactor = redactor
  }

  /** Replaces a file, or makes it, as a whole. Gives its path back. Throws ARCHIVE_UNWRITABLE. */
  write(path: string, content: string | Uint8Array): string {
    writeAtomically(this.place(path), typeof content === 'string' ? this.#redactor.maskKey(content) : content, { flush: false })
    return path
  }

  /** The absolute path for a file that others write, in a folder that is there. Throws ARCHIVE_UNWRITABLE. */
  place(path: string): string {
    if (!staysInside(this.#folder, posix.dirname(path)))
      throw runlabError('ARCHIVE_UNWRITABLE', { path: join(this.#folder, path), reason: LEADS_OUT })
    return join(makeFolders(this.#folder, posix.dirname(path)), posix.basename(path))
  }

  /** A file of the run as text. Throws the system's error, and where it is none of the run's. */
  read(path: string): string {
    if (!staysInside(this.#folder, path)) throw new Error(`${path} cannot be read: ${LEADS_OUT}`)
    return readRegularText(join(this.#folder, path))
  }

  /** A chart as PNG, on white. */
  async rasterise(svg: string): Promise<Uint8Array> {
    return (await rasterise(this.#redactor.maskKey(svg), { zoom: ZOOM, background: '#ffffff' })).asPng()
  }
}

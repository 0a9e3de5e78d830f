import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { makeFolders } from '../internal/make-folders.ts'
import { writeAtomically } from '../internal/write-atomically.ts'
import { rasterise } from '../render/raster/rasterise.ts'

/** PNGs have twice as many pixels along each side as their SVG, for screens with small ones. */
const ZOOM = 2

/** Writes what is drawn into a run's folder, and reads what is drawn from there. Paths are inside the run, POSIX separators. */
export class VisualFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Replaces a file, or makes it, as a whole. Gives its path back. Throws ARCHIVE_UNWRITABLE. */
  write(path: string, content: string | Uint8Array): string {
    writeAtomically(this.place(path), content, { flush: false })
    return path
  }

  /** The absolute path for a file that others write, in a folder that is there. */
  place(path: string): string {
    return join(makeFolders(this.#folder, posix.dirname(path)), posix.basename(path))
  }

  /** A file of the run as text. Throws the system's error. */
  read(path: string): string {
    return readFileSync(join(this.#folder, path), 'utf8')
  }

  /** A chart as PNG, on white. */
  async rasterise(svg: string): Promise<Uint8Array> {
    return (await rasterise(svg, { zoom: ZOOM, background: '#ffffff' })).asPng()
  }
}

import { isSameStamp } from '../../internal/file-stamp.ts'
import type { FileStamp } from '../../internal/file-stamp.ts'

/** What the loader tells of a file before it reads it. */
export interface LoadedFile {
  readonly path: string
  /** Null where there was no such file. */
  readonly stamp: FileStamp | null
}

/** The local files that this process has loaded, and the states in which it found them. */
export class LoadedFiles {
  readonly #stamps = new Map<string, FileStamp[]>()

  add({ path, stamp }: LoadedFile): void {
    if (stamp === null) return
    const stamps = this.#stamps.get(path)
    if (stamps === undefined) this.#stamps.set(path, [stamp])
    else if (!stamps.some((known) => isSameStamp(known, stamp))) stamps.push(stamp)
  }

  /** Whether a file was loaded in another state than the one of this stamp; null is none that can be told. */
  differs(path: string, stamp: FileStamp | null): boolean {
    const stamps = this.#stamps.get(path) ?? []
    return stamps.some((loaded) => stamp === null || !isSameStamp(loaded, stamp))
  }
}

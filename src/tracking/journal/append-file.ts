import { close, closeSync, constants, fdatasync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'

/** A file that only grows, by whole pieces: after a failure it is as it was before. */
export class AppendFile {
  readonly path: string
  readonly #descriptor: number
  #size = 0
  #isDirty = false
  /** A part of a piece could not be taken back. */
  #isTorn = false

  /** Makes the file. Throws the system's error, EEXIST where there is one. */
  constructor(path: string) {
    this.path = path
    this.#descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND)
  }

  /** Bytes. */
  get size(): number {
    return this.#size
  }

  /** Appends all of the bytes. Throws the system's error, and then has appended nothing. */
  append(...buffers: readonly Uint8Array[]): void {
    if (this.#isTorn) this.#takeBack()
    this.#isTorn = true
    try {
      let size = this.#size
      for (const bytes of buffers) {
        for (let done = 0; done < bytes.length;) done += writeSync(this.#descriptor, bytes, done)
        size += bytes.length
      }
      this.#size = size
      this.#isTorn = false
      this.#isDirty = true
    } finally {
      if (this.#isTorn) this.#tryToTakeBack()
    }
  }

  /** Brings it to the disk itself, later; what the disk refuses then is tried again at the next call. */
  sync(): void {
    if (!this.#isDirty) return
    this.#isDirty = false
    fdatasync(this.#descriptor, (error) => {
      if (error !== null && error.code !== 'EBADF') this.#isDirty = true // closed meanwhile, or to be tried again
    })
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  /** Closes it, once it is on the disk itself; where it was removed meanwhile, at once. */
  syncAndClose(): void {
    const isNeeded = this.#isDirty && fstatSync(this.#descriptor).nlink > 0
    if (isNeeded) fdatasync(this.#descriptor, () => close(this.#descriptor))
    else this.close()
  }

  #takeBack(): void {
    ftruncateSync(this.#descriptor, this.#size)
    this.#isTorn = false
  }

  #tryToTakeBack(): void {
    try {
      this.#takeBack()
    } catch {
      // Before the next piece is appended it is tried again; and a reader passes over a part of one.
    }
  }
}

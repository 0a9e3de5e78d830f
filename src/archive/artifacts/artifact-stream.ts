import { createHash } from 'node:crypto'
import { close, fstatSync, openSync, write } from 'node:fs'
import { Writable } from 'node:stream'
import { asUnwritable } from '../../internal/as-unwritable.ts'

/** What a stream has written. */
export interface Written {
  readonly size: number
  readonly sha256: string
  readonly mtimeMs: number
  /** It was not closed by who opened it. */
  readonly incomplete: boolean
}

type Callback = (error?: Error | null) => void

/**
 * Writes a file in place, so that it can be followed while it grows, and hashes on the way. `onDone` is called once, with
 * all that reached the file: before `finish` is emitted, or when the stream is destroyed.
 * The constructor throws ARCHIVE_UNWRITABLE.
 */
export class ArtifactStream extends Writable {
  readonly #path: string
  readonly #descriptor: number
  readonly #hash = createHash('sha256')
  readonly #onDone: (written: Written) => void
  #size = 0
  #incomplete = false
  #isDone = false
  #isWriting = false
  #whenIdle: (() => void) | undefined

  constructor(path: string, onDone: (written: Written) => void) {
    super()
    this.#path = path
    this.#onDone = onDone
    try {
      this.#descriptor = openSync(path, 'w')
    } catch (error) {
      throw asUnwritable(error, path)
    }
  }

  /** Ends the stream in place of who opened it, which the record says. Resolves when the file is closed. */
  async abandon(): Promise<void> {
    // Writing after the end of the run is the writer's mistake and must not end the process.
    this.on('error', () => undefined)
    if (!this.writableEnded) {
      this.#incomplete = true
      this.end()
    }
    if (!this.closed) await new Promise((resolve) => this.once('close', resolve))
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.#append(chunk, callback)
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], callback: Callback): void {
    this.#append(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback)
  }

  override _final(callback: Callback): void {
    callback(this.#finish())
  }

  override _destroy(error: Error | null, callback: Callback): void {
    const closeFile = (): void => {
      this.#incomplete ||= !this.#isDone
      const failure = this.#finish()
      close(this.#descriptor, (closing) => callback(error ?? failure ?? closing))
    }
    if (this.#isWriting) this.#whenIdle = closeFile
    else closeFile()
  }

  #append(bytes: Buffer, callback: Callback): void {
    this.#isWriting = true
    write(this.#descriptor, bytes, 0, bytes.length, null, (error, count) => {
      this.#isWriting = false
      this.#hash.update(bytes.subarray(0, count))
      this.#size += count
      if (error) callback(this.#asError(error))
      else if (this.#whenIdle !== undefined) callback()
      else if (count < bytes.length) this.#append(bytes.subarray(count), callback)
      else callback()
      this.#whenIdle?.()
    })
  }

  #finish(): Error | null {
    if (this.#isDone) return null
    this.#isDone = true
    try {
      const { mtimeMs } = fstatSync(this.#descriptor)
      this.#onDone({ size: this.#size, sha256: this.#hash.digest('hex'), mtimeMs, incomplete: this.#incomplete })
      return null
    } catch (error) {
      return this.#asError(error)
    }
  }

  #asError(error: unknown): Error {
    const coded = asUnwritable(error, this.#path)
    return coded instanceof Error ? coded : new Error(String(coded))
  }
}

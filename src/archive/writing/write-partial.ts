import { createHash, randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { tryRemove } from '../../internal/try-remove.ts'

/** A finished file that waits to be put in its place. */
export interface PartialFile {
  readonly path: string
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
  readonly mtimeMs: number
}

/**
 * Writes chunks into a new file of a folder, hashing on the way. On failure the file is removed, the source is closed,
 * and the source's error is passed on, or ARCHIVE_UNWRITABLE. Aborting takes effect at the next chunk.
 */
export async function writePartial(
  folder: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<PartialFile> {
  const path = join(folder, `${randomUUID()}.tmp`)
  try {
    const file = await unwritable(path, open(path, 'wx'))
    try {
      const hash = createHash('sha256')
      let size = 0
      for await (const chunk of chunks) {
        signal.throwIfAborted()
        hash.update(chunk)
        size += chunk.length
        await unwritable(path, writeFully(file, chunk))
      }
      signal.throwIfAborted()
      const { mtimeMs } = await unwritable(path, file.stat())
      return { path, size, sha256: hash.digest('hex'), mtimeMs }
    } finally {
      await file.close()
    }
  } catch (error) {
    tryRemove(path)
    throw error
  }
}

async function writeFully(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let rest = chunk; rest.length > 0;) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    const { bytesWritten } = await file.write(rest)
    rest = rest.subarray(bytesWritten)
  }
}

async function unwritable<T>(path: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation
  } catch (error) {
    throw asUnwritable(error, path)
  }
}

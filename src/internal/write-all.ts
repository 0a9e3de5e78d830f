import { writeSync, writevSync } from 'node:fs'

/** Buffers of one call: the system takes at most 1,024. */
const MOST = 512

/** Writes all bytes to an open file, where it stands. Throws the system's error; a part may be written then. */
export function writeAll(descriptor: number, buffers: readonly Uint8Array[]): void {
  for (let from = 0; from < buffers.length; from += MOST) {
    const some = buffers.slice(from, from + MOST)
    const length = some.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const written = writevSync(descriptor, some)
    if (written < length) writeRest(descriptor, Buffer.concat(some).subarray(written))
  }
}

function writeRest(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
}

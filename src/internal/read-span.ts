import { readSync } from 'node:fs'

/** Bytes of an open file. Throws RangeError when it ends before. */
export function readSpan(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  for (let done = 0; done < length;) {
    const count = readSync(descriptor, bytes, done, length - done, offset + done)
    if (count === 0) throw new RangeError(`it ends after ${offset + done} bytes`)
    done += count
  }
  return bytes
}

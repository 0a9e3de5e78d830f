import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** Large enough that handing chunks over costs little beside hashing them. */
const CHUNK = 1 << 20

/** The SHA-256 of a file's bytes, lower-case hex. Reads as a stream. Throws the system's error. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) hash.update(chunk)
  return hash.digest('hex')
}

import { open } from 'node:fs/promises'

/** Waits until a file, or a folder's list of names, is on the disk itself. Throws the system's error. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

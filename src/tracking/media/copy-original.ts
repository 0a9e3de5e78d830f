import { constants, linkSync, realpathSync, rmSync, statSync } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import type { Original } from './messages.ts'

/**
 * Keeps hold of a file that is copied later: under another name for it in the run's folder, where the file system has that, so
 * that it may be removed or replaced meanwhile. Throws the system's error where it cannot be read.
 */
export function holdOriginal(given: string, name: string): Original {
  const path = realpathSync(given)
  const { size, mtimeNs: modified } = statSync(path, { bigint: true })
  const isHeld = tryToLink(path, name)
  return { path: isHeld ? name : path, isHeld, name: given, size, modified }
}

function tryToLink(path: string, name: string): boolean {
  try {
    linkSync(path, name)
    return true
  } catch {
    return false // on another file system, or one that has none: it is copied from where it is
  }
}

/** Copies it. Throws the system's error where the disk refuses the copy, else one that says what is wrong with the original. */
export async function copyOriginal(original: Original, target: string): Promise<void> {
  await check(original)
  rmSync(target, { force: true })
  await copyFile(original.path, target, constants.COPYFILE_FICLONE)
  await check(original)
}

async function check({ path, name, size, modified }: Original): Promise<void> {
  const now = await statOriginal(path, name)
  if (now.size !== size || now.mtimeNs !== modified) throw new Error(`${name} was changed before it had been copied`)
}

async function statOriginal(path: string, name: string): Promise<{ readonly size: bigint; readonly mtimeNs: bigint }> {
  try {
    const handle = await open(path)
    try {
      return await handle.stat({ bigint: true })
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new Error(`${name} could not be read any more (${systemErrorCode(error) ?? String(error)})`, { cause: error })
  }
}

import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { tryRemove } from '../../../src/internal/try-remove.ts'

const places: string[] = []
afterAll(() => {
  for (const place of places) {
    // As often as something is mounted there: a read-only view lies over the disk itself.
    while (tryMount('umount', ['-l', place])) continue
    tryRemove(place)
  }
})

/** Why no file system can be mounted here; null where that is possible. */
export const noMounting = ((): string | null => {
  if (process.platform !== 'linux') return 'mounts a tmpfs, which is Linux only'
  if (process.getuid?.() !== 0) return 'mounts a tmpfs, which takes root'
  const place = newPlace()
  const isMounted = tryMount('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place])
  return isMounted ? null : 'mounts a tmpfs, which this machine does not allow'
})()

/** Mounts a file system of 2 MB, unmounted after the test file. */
export function mountSmallDisk(): string {
  const place = newPlace()
  if (!tryMount('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place])) throw new Error('cannot mount a second disk')
  return place
}

function newPlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'runlab-disk-'))
  places.push(place)
  return place
}

function tryMount(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

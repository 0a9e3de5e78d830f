import { dirname, join } from 'node:path'
import { syncFile } from '../../internal/sync-file.ts'

/** Milliseconds after which files that are in their places are on the disk itself. */
const SYNC_INTERVAL = 5000
/** Files that are brought there at once. */
const AT_ONCE = 16

/** Brings files of series to the disk itself, some time after they were written. */
export class MediaSync {
  /** By run. */
  readonly #written = new Map<string, string[]>()
  #isWaiting = false

  /** Takes a file, relative to the run, that is in its place. */
  add(run: string, file: string): void {
    const files = this.#written.get(run)
    if (files === undefined) this.#written.set(run, [file])
    else files.push(file)
    if (!this.#isWaiting) setTimeout(() => void this.#syncAll(), SYNC_INTERVAL).unref()
    this.#isWaiting = true
  }

  /** Waits until all files of a run, and their names, are on the disk itself. */
  async sync(run: string): Promise<void> {
    const files = this.#written.get(run) ?? []
    this.#written.delete(run)
    const all = [...files, ...foldersOf(files)].map((name) => join(run, name))
    for (let i = 0; i < all.length; i += AT_ONCE) {
      // oxlint-disable-next-line no-await-in-loop -- so many at a time
      await Promise.all(all.slice(i, i + AT_ONCE).map(trySync))
    }
  }

  async #syncAll(): Promise<void> {
    this.#isWaiting = false
    await Promise.all(Array.from(this.#written.keys(), async (run) => await this.sync(run)))
  }
}

/** The folders of files up to the run's own, the innermost first. */
function foldersOf(files: readonly string[]): readonly string[] {
  const folders = new Set<string>()
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) folders.add(folder)
  }
  return [...folders].toSorted((a, b) => b.length - a.length)
}

async function trySync(path: string): Promise<void> {
  try {
    await syncFile(path)
  } catch {
    // It is gone with its run, or the disk fails: the file is as whole as the system has it.
  }
}

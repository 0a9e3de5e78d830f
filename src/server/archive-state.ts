import { join } from 'node:path'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { pathInArchive } from '../archive/listing/listed-run.ts'
import { readRuns } from '../query/read-runs.ts'
import type { RunFields } from '../query/run-fields.ts'

/** Milliseconds between two looks at an archive, and how many times longer than a look: large archives cost a twentieth of a core. */
const PAUSE = 800
const SHARE = 20

/** What the page is told when something has changed. */
export interface Change {
  /** Runs that are going on. */
  readonly running: number
}

/** The runs of an archive as they are: looked at again and again, since not every file system tells of changes. */
export class ArchiveState {
  readonly folder: string
  readonly #listeners = new Set<(change: Change) => void>()
  #runs: readonly RunFields[] = []
  #print: string | null = null
  #timer: NodeJS.Timeout | null = null
  #isClosed = false
  #looking: Promise<void> | null = null
  readonly #first: Promise<void>

  /** `folder` is absolute; it need not be there yet. */
  constructor(folder: string) {
    this.folder = folder
    this.#first = this.#start()
    this.#first.catch(() => undefined) // said by `runs`
  }

  /** All that can be read, newest first. Rejects with what made the first look fail. */
  async runs(): Promise<readonly RunFields[]> {
    await this.#first
    return this.#runs
  }

  get change(): Change {
    return { running: this.#runs.filter(({ listed }) => listed.status === 'running').length }
  }

  /** Calls the listener after each change. Gives back how to stop. */
  follow(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Looks at once, as after a change that this process has made. */
  async refresh(): Promise<void> {
    // A look that began before the change may not have seen it.
    await this.#looking?.catch(() => undefined)
    await this.#start()
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  /** Begins a look, unless one is under way. */
  async #start(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#looking ??= this.#look().finally(() => (this.#looking = null))
    await this.#looking
  }

  async #look(): Promise<void> {
    const before = performance.now()
    try {
      const { runs, keep } = await readRuns(this.folder, {}, new Date())
      const print = runs.map(printOf).join('\n')
      if (print !== this.#print) {
        const isFirst = this.#print === null
        this.#runs = runs
        this.#print = print
        await keep()
        if (!isFirst) for (const listener of this.#listeners) listener(this.change)
      }
    } finally {
      const took = performance.now() - before
      // A look that failed, as of a folder that is being moved, is followed by the next one.
      if (!this.#isClosed)
        this.#timer = setTimeout(() => void this.#start().catch(() => undefined), Math.max(PAUSE, SHARE * took))
    }
  }
}

/** What tells two states of a run apart without reading it again: a run that goes on writes its values. */
function printOf({ listed }: RunFields): string {
  const { status, folder, brief } = listed
  const files = status === 'running' ? [FILES.meta, FILES.data, FILES.annotations] : [FILES.annotations]
  const times = files.map((name) => statIfThere(join(folder, name))?.mtimeMs ?? 0)
  return [pathInArchive(listed), status, brief.duration, ...times].join('\0')
}

import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, watch, writeFileSync, writeSync } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { LoadedFile } from './loaded-files.ts'

/** Tells a run, from one of its threads or forks, of a file that is about to be loaded. `reports` is what the run reads; where it is over, nothing happens. */
export function reportLoaded(reports: string, loaded: LoadedFile): void {
  try {
    const descriptor = openSync(reports, constants.O_WRONLY | constants.O_APPEND)
    writeSync(descriptor, `${JSON.stringify(loaded)}\n`)
    closeSync(descriptor)
  } catch {
    // The run has ended, and its file with it; or the disk is full, of which the run knows.
  }
}

/**
 * What a run's threads and forks load. They append lines to a file, so that nothing is lost when they are gone, and nothing
 * comes in the way of the messages that they send and receive themselves.
 */
export class LoadedReports {
  readonly #onLoaded: (loaded: LoadedFile) => void
  #file: string | undefined
  #watcher: FSWatcher | undefined
  /** Lines that were read. */
  #count = 0

  constructor(onLoaded: (loaded: LoadedFile) => void) {
    this.#onLoaded = onLoaded
  }

  /** Made when the first thread or fork starts. */
  get file(): string {
    if (this.#file !== undefined) return this.#file
    this.#file = join(mkdtempSync(join(tmpdir(), 'runlab-loaded-')), 'files.jsonl')
    writeFileSync(this.#file, '')
    process.once('exit', this.#remove) // a process that exits in between finishes no run
    try {
      this.#watcher = watch(this.#file, { persistent: false }, () => this.read()).on('error', () => undefined)
    } catch {
      // The system watches no more files: it is read at the end.
    }
    return this.#file
  }

  /** Passes on what has come. */
  read(): void {
    const lines = this.#file === undefined ? [] : linesOf(this.#file)
    for (const line of lines.slice(this.#count)) {
      const loaded = parseLoaded(line)
      if (loaded !== null) this.#onLoaded(loaded)
    }
    this.#count = Math.max(this.#count, lines.length)
  }

  close(): void {
    this.#watcher?.close()
    process.off('exit', this.#remove)
    this.#remove()
    this.#file = undefined
  }

  readonly #remove = (): void => {
    if (this.#file !== undefined) rmSync(dirname(this.#file), { recursive: true, force: true })
  }
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1)
  } catch {
    return [] // somebody has cleared the temporary folder; what came before was read
  }
}

function parseLoaded(line: string): LoadedFile | null {
  const value = parseJson(line)
  if (!isPlainObject(value) || typeof value['path'] !== 'string') return null
  const { path, stamp } = value
  if (!isPlainObject(stamp)) return { path, stamp: null }
  return { path, stamp: { size: Number(stamp['size']), mtimeMs: Number(stamp['mtimeMs']) } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a line that a killed process has not finished
  }
}

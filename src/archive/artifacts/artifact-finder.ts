import { RunlabError } from '../../errors.ts'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile } from '../../internal/hash-file.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import type { ArtifactLedger, Stamp } from './artifact-ledger.ts'
import { walkArtifacts, walkFrom } from './walk-artifacts.ts'
import type { FoundFile } from './walk-artifacts.ts'

export interface ArtifactFinderOptions {
  readonly folder: string
  readonly ledger: ArtifactLedger
  readonly now: () => number
  /** Bytes that are hashed at the end, and the largest file that is hashed before. */
  readonly hashLimit: number
  /** Milliseconds for which a file has to stay the same to be hashed before the end. */
  readonly settleTime: number
  /** Whether the file is being written by runlab itself. */
  readonly isBusy: (name: string) => boolean
  /** The process that wrote the files has died: they may not be complete. */
  readonly afterDeath?: boolean
}

/** Files looked at in one pass. More would be felt by the experiment. */
const MOST_PER_PASS = 1000

const HIDDEN =
  "A file in the run's folder has a name that holds a secret: it is not listed as an artifact. Its content stays as it is."

/** Finds and records the files that other code has written into the run: settled ones in the background, the rest at the end. */
export class ArtifactFinder {
  readonly #options: ArtifactFinderOptions
  readonly #watched = new Set<string>()
  readonly #seen = new Map<string, Stamp>()
  #unwritable: RunlabError | undefined
  readonly #warnings = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #pass: Promise<void> | undefined
  #walk: Iterator<FoundFile> | undefined

  constructor(options: ArtifactFinderOptions) {
    this.#options = options
  }

  /** Expects files at a name: a file, or a folder of files. */
  watch(name: string): void {
    this.#watched.add(name)
    this.#timer ??= setInterval(() => this.#startPass(), this.#options.settleTime).unref()
  }

  /** Records everything that is not recorded yet. Gives what went wrong, in words. */
  async finish(): Promise<readonly string[]> {
    clearInterval(this.#timer)
    await this.#pass
    const { folder, hashLimit } = this.#options
    const files = Array.from(walkArtifacts(folder)).filter((file) => this.#isNew(file))
    let left = hashLimit
    // The smallest first: of a given number of bytes, that leaves the fewest files without a checksum.
    for (const file of files.toSorted((a, b) => a.size - b.size)) {
      left -= file.size
      // oxlint-disable-next-line no-await-in-loop -- side by side they would not be faster on one disk
      await this.#recordAtEnd(file, left >= 0)
    }
    return [...this.#warnings]
  }

  #startPass(): void {
    this.#pass ??= this.#hashSettled().finally(() => {
      this.#pass = undefined
    })
  }

  async #hashSettled(): Promise<void> {
    for (const file of this.#nextFiles()) {
      const before = this.#seen.get(file.name)
      this.#seen.set(file.name, file)
      if (before === undefined || !isSame(before, file) || file.size > this.#options.hashLimit) continue
      // oxlint-disable-next-line no-await-in-loop -- one at a time, to leave the machine to the experiment
      const checksum = await this.#hashUnchanged(file).catch(() => null) // again at the end
      if (checksum !== null) this.#add(file, checksum)
    }
  }

  /** ARCHIVE_UNWRITABLE, where the list of artifacts could not be written. */
  get unwritable(): RunlabError | undefined {
    return this.#unwritable
  }

  #nextFiles(): readonly FoundFile[] {
    const files: FoundFile[] = []
    this.#walk ??= this.#walkWatched()
    for (let looked = 0; looked < MOST_PER_PASS; looked++) {
      const next = this.#walk.next()
      if (next.done) {
        this.#walk = undefined
        break
      }
      const { name } = next.value
      if (!this.#options.isBusy(name) && this.#isNew(next.value)) files.push(next.value)
    }
    return files
  }

  /** Whether it is to be recorded. */
  #isNew(file: FoundFile): boolean {
    const { ledger } = this.#options
    if (ledger.isCurrent(file.name, file)) return false
    if (!ledger.hides(file.name)) return true
    this.#warnings.add(HIDDEN)
    return false
  }

  *#walkWatched(): Generator<FoundFile> {
    for (const name of this.#watched) yield* walkFrom(this.#options.folder, name)
  }

  async #recordAtEnd(file: FoundFile, isHashed: boolean): Promise<void> {
    let sha256: string | null = null
    try {
      if (isHashed) sha256 = await this.#hashUnchanged(file)
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return // removed while we looked
      this.#warnings.add(`${file.name} has no checksum: ${describe(error)}`)
    }
    this.#add(file, sha256)
  }

  /** The checksum of a file that is still as it was found; null when it is not. */
  async #hashUnchanged(file: FoundFile): Promise<string | null> {
    const path = join(this.#options.folder, file.name)
    const checksum = await hashFile(path)
    return isSame(file, lstatSync(path)) ? checksum : null
  }

  #add(file: FoundFile, sha256: string | null): void {
    const { name, size, mtimeMs } = file
    const { now, afterDeath = false } = this.#options
    const flags = {
      ...(sha256 === null ? { deferred: true as const } : {}),
      ...(afterDeath ? { incomplete: true as const } : {}),
    }
    try {
      this.#options.ledger.add({ name, size, sha256, time: now(), via: 'path', ...flags }, mtimeMs)
    } catch (error) {
      if (error instanceof RunlabError && error.code === 'ARCHIVE_UNWRITABLE') this.#unwritable ??= error
      this.#warnings.add(`Files of the run could not be listed as artifacts: ${describe(error)}`)
    }
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs
}

function describe(error: unknown): string {
  return systemErrorReason(error) ?? (error instanceof Error ? error.message : String(error))
}

import { errorMonitor } from 'node:events'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { Artifact, Artifacts } from '../../api/run.ts'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import { checkArtifactName } from '../../format/artifact-name.ts'
import { FILES } from '../../format/files.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { TOKENS_ONLY } from '../../secrets/redactor.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { artifactContent, discardContent } from './artifact-content.ts'
import type { ArtifactContent } from './artifact-content.ts'
import { ArtifactFinder } from './artifact-finder.ts'
import { ArtifactLedger } from './artifact-ledger.ts'
import { ArtifactStream } from './artifact-stream.ts'
import { prepareTarget } from './artifact-target.ts'
import { ArtifactList } from './artifacts.ts'
import type { RunWriter } from '../writing/run-writer.ts'
import { writePartial } from '../writing/write-partial.ts'

export interface ArtifactStoreOptions {
  readonly writer: RunWriter
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Knows which names hold a secret; by default those with a token of a well-known shape. */
  readonly redactor?: Redactor
  /** Bytes of files made through `path` that are hashed at the end; 1 GB by default. */
  readonly hashLimit?: number
  /** Takes the name of each artifact that is in place and recorded. */
  readonly onWritten?: (name: string) => void
  /** Takes what was thrown where an artifact could not be written; whoever commits it gets that as well. */
  readonly onFailure?: (name: string, error: unknown) => void
  /** Milliseconds for which a file made through `path` has to stay the same to be hashed before the end; 1,000 by default. */
  readonly settleTime?: number
  /** Milliseconds that `finish` waits for commits from streams; 10,000 by default. */
  readonly streamGrace?: number
}

/** A commit that has not finished. */
interface Pending<T = unknown> {
  readonly done: Promise<T>
  readonly isStream: boolean
}

/**
 * Writes the artifacts of a live run and records them.
 *
 * A commit is atomic: its name shows the old file or the new one, whole. Of commits under one name, the last to finish
 * counts. A stream of `createWriteStream` writes in place. Files made through `path`, and any others in the run's folder,
 * are found by the end. Artifacts survive the process; after a power loss, the last seconds' may be missing.
 */
export class ArtifactStore {
  readonly artifacts: Artifacts
  readonly #folder: string
  readonly #now: () => number
  readonly #streamGrace: number
  readonly #ledger: ArtifactLedger
  readonly #finder: ArtifactFinder
  readonly #pending = new Set<Pending>()
  readonly #streams = new Map<string, ArtifactStream>()
  readonly #abort = new AbortController()
  readonly #options: ArtifactStoreOptions
  #finishing: Promise<readonly string[]> | undefined

  constructor(options: ArtifactStoreOptions) {
    const { writer, now, hashLimit = 1e9, settleTime = 1000, streamGrace = 10_000 } = options
    this.#options = options
    this.#folder = writer.folder
    this.#now = now
    this.#streamGrace = streamGrace
    this.#ledger = new ArtifactLedger(writer)
    const isBusy = (name: string): boolean => this.#streams.has(name)
    this.#finder = new ArtifactFinder({ folder: this.#folder, ledger: this.#ledger, now, hashLimit, settleTime, isBusy })
    this.artifacts = new ArtifactList(this.#folder, () => this.#ledger.records)
  }

  /** Records on disk so far. */
  get count(): number {
    return this.#ledger.records.size
  }

  /**
   * Writes a file; see `RunCore.commit`. When the source fails, its error is passed on and nothing is left or replaced.
   * Throws ARTIFACT_NAME, ARTIFACT_CONTENT, VALUE_UNSERIALISABLE, ARCHIVE_UNWRITABLE, RUN_ENDED.
   */
  async commit(name: string, content: unknown): Promise<Artifact> {
    try {
      this.#refuseWhenEnded('commit')
      const checked = this.#checkName(name)
      this.#refuseWhileStreaming(checked)
      const bytes = artifactContent(checked, content)
      return await this.#track({ done: this.#write(checked, bytes), isStream: bytes.isStream })
    } catch (error) {
      this.#options.onFailure?.(name, error)
      discardContent(content)
      throw error
    }
  }

  /** A stream into a file; see `RunCore.createWriteStream`. Throws ARTIFACT_NAME, ARCHIVE_UNWRITABLE, RUN_ENDED. */
  createWriteStream(name: string): Writable {
    this.#refuseWhenEnded('createWriteStream')
    const checked = this.#checkName(name)
    this.#refuseWhileStreaming(checked)
    this.#options.writer.check(checked)
    const stream = new ArtifactStream(prepareTarget(this.#folder, checked), ({ size, sha256, mtimeMs, incomplete }) => {
      this.#streams.delete(checked)
      const record = { name: checked, size, sha256, time: this.#now(), via: 'stream' } as const
      this.#ledger.add(incomplete ? { ...record, incomplete } : record, mtimeMs)
    })
    stream.on(errorMonitor, (error) => this.#options.onFailure?.(checked, error))
    this.#streams.set(checked, stream)
    return stream
  }

  /** The path for a file that other code writes; see `RunCore.path`. Throws ARTIFACT_NAME, ARCHIVE_UNWRITABLE, RUN_ENDED. */
  path(name: string): string {
    this.#refuseWhenEnded('path')
    const checked = this.#checkName(name)
    this.#options.writer.check(checked)
    const path = prepareTarget(this.#folder, checked, 'file or folder')
    this.#finder.watch(checked)
    return path
  }

  /** Throws ARTIFACT_NAME, also for a name that holds a secret, without telling it. */
  #checkName(name: string): string {
    const { redactor = TOKENS_ONLY } = this.#options
    const checked = checkArtifactName(name)
    if (redactor.holds(checked)) throw runlabError('ARTIFACT_NAME', { name: redactor.mask(checked), reason: 'it holds a secret' })
    return checked
  }

  /**
   * Waits for what is under way, closes open streams, records the files that are not recorded yet, and refuses everything
   * after. Gives what went wrong, in words. Calling it again gives the same.
   */
  finish(): Promise<readonly string[]> {
    this.#finishing ??= this.#finish()
    return this.#finishing
  }

  /** ARCHIVE_UNWRITABLE, where the list of artifacts could not be completed. */
  get unwritable(): RunlabError | undefined {
    return this.#finder.unwritable
  }

  async #track<T>(pending: Pending<T>): Promise<T> {
    this.#pending.add(pending)
    try {
      return await pending.done
    } finally {
      this.#pending.delete(pending)
    }
  }

  async #write(name: string, content: ArtifactContent): Promise<Artifact> {
    this.#options.writer.check(name)
    prepareTarget(this.#folder, name)
    const partial = await writePartial(this.#makePartialFolder(), content.chunks, this.#abort.signal)
    const { size, sha256, mtimeMs } = partial
    try {
      // Without a pause between them: two commits of one name are renamed and recorded in the same order.
      this.#options.writer.check(name)
      renameSync(partial.path, prepareTarget(this.#folder, name))
      this.#ledger.add({ name, size, sha256, time: this.#now(), via: 'commit' }, mtimeMs)
      this.#options.onWritten?.(name)
    } catch (error) {
      tryRemove(partial.path)
      throw asUnwritable(error, join(this.#folder, name))
    }
    return this.artifacts.get(name)
  }

  async #finish(): Promise<readonly string[]> {
    const warnings: string[] = []
    if (!(await this.#settlePending())) {
      this.#abort.abort(runlabError('RUN_ENDED', { method: 'commit' }))
      warnings.push('A commit from a stream that did not end was given up.')
    }
    for (const [name, stream] of this.#streams) {
      if (!stream.writableEnded) warnings.push(`The stream of ${name} was still open at the end of the run.`)
    }
    await Promise.all(Array.from(this.#streams.values(), (stream) => stream.abandon()))
    warnings.push(...(await this.#finder.finish()))
    // Moved or removed by the experiment, like a checkpoint that was renamed when it was complete.
    const gone = [...this.#ledger.records.keys()].filter((name) => statIfThere(join(this.#folder, name)) === undefined)
    for (const name of gone) this.#ledger.remove(name, this.#now())
    tryRemove(join(this.#folder, FILES.partial))
    return warnings
  }

  /** False when streams have not ended in time. */
  async #settlePending(): Promise<boolean> {
    const settle = (isStream: boolean): Promise<unknown> =>
      Promise.allSettled(Array.from(this.#pending, (pending) => (pending.isStream === isStream ? pending.done : undefined)))
    await settle(false)
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), this.#streamGrace)
    })
    const isInTime = await Promise.race([settle(true).then(() => true), deadline])
    clearTimeout(timer)
    return isInTime
  }

  #makePartialFolder(): string {
    try {
      return makeFolders(this.#folder, FILES.partial)
    } catch (error) {
      throw asUnwritable(error, join(this.#folder, FILES.partial))
    }
  }

  #refuseWhenEnded(method: string): void {
    if (this.#finishing !== undefined) throw runlabError('RUN_ENDED', { method })
  }

  #refuseWhileStreaming(name: string): void {
    if (this.#streams.has(name)) throw runlabError('ARTIFACT_NAME', { name, reason: 'a stream is still writing to it' })
  }
}

import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { DONE, ENDED, REFUSED, UNDER_WAY } from './messages.ts'
import type { MediaFinished, MediaJob } from './messages.ts'
import { MediaSync } from './media-sync.ts'
import { writeMedia } from './media-writer.ts'

/** Milliseconds after which a file that the disk has refused is tried again. */
const RETRY = 500

/** What the system says of a name, which waiting does not change. */
const LASTING: ReadonlySet<string> = new Set(['ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL'])

/** Whether it is the job's own name that is wrong, and not that of the folder of all. */
function hasPlace({ run }: MediaJob): boolean {
  return statSync(join(run, FILES.tracked), { throwIfNoEntry: false })?.isDirectory() === true
}

export interface MediaQueueOptions {
  /** Takes the record of a file that is in place. */
  readonly record: (job: MediaJob, text: string) => void
}

/** Writes files of series one after the other, in the order in which they came. */
export class MediaQueue {
  readonly #options: MediaQueueOptions
  readonly #jobs: MediaJob[] = []
  /** Runs that nothing comes for any more, and who waits for that. */
  readonly #finishing = new Map<string, (answer: MediaFinished) => void>()
  readonly #lost = new Map<string, { lost: number; reason: string }>()
  readonly #sync = new MediaSync()
  #isWorking = false

  constructor(options: MediaQueueOptions) {
    this.#options = options
  }

  add(job: MediaJob): void {
    this.#jobs.push(job)
    void this.#work()
  }

  /** Waits until all that was added for a run is written, or given up. */
  async finish(run: string): Promise<MediaFinished> {
    const finished = new Promise<MediaFinished>((resolve) => this.#finishing.set(run, resolve))
    void this.#work()
    const answer = await finished
    await this.#sync.sync(run)
    return answer
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      const failure = await this.#write(job)
      if (failure === null || failure.isFinal || this.#finishing.has(job.run) || !existsSync(job.run)) {
        if (failure !== null) this.#lose(job.run, failure.reason)
        this.#jobs.shift()
        this.#settle(job, false)
        this.#answer()
      } else {
        this.#settle(job, true)
        this.#isWorking = false
        setTimeout(() => void this.#work(), RETRY)
        return
      }
    }
    this.#isWorking = false
    this.#answer()
  }

  /** Answers for runs of which nothing is left. */
  #answer(): void {
    for (const [run, resolve] of this.#finishing) {
      if (this.#jobs.some((job) => job.run === run)) continue
      const { lost, reason } = this.#lost.get(run) ?? { lost: 0, reason: null }
      this.#finishing.delete(run)
      this.#lost.delete(run)
      resolve({ type: 'finished', run, lost, reason })
    }
  }

  /** Null where it is written. What is wrong with the content itself is final; what is wrong with the disk may pass. */
  async #write(job: MediaJob): Promise<{ readonly reason: string; readonly isFinal: boolean } | null> {
    try {
      const { text, name } = await writeMedia(job)
      this.#sync.add(job.run, name)
      this.#options.record(job, text)
      return null
    } catch (error) {
      const reason = systemErrorReason(error)
      const isFinal = reason === null || (LASTING.has(systemErrorCode(error) ?? '') && hasPlace(job))
      return { reason: reason ?? (error instanceof Error ? error.message : String(error)), isFinal }
    }
  }

  #lose(run: string, reason: string): void {
    const before = this.#lost.get(run)
    this.#lost.set(run, { lost: (before?.lost ?? 0) + 1, reason })
  }

  /** Tells the sender how it stands. */
  #settle({ state: shared, size }: MediaJob, isFailing: boolean): void {
    const state = new Int32Array(shared)
    Atomics.store(state, REFUSED, isFailing ? 1 : 0)
    if (!isFailing) {
      Atomics.sub(state, UNDER_WAY, size)
      Atomics.add(state, ENDED, 1)
    }
    Atomics.add(state, DONE, 1)
    Atomics.notify(state, DONE)
  }
}

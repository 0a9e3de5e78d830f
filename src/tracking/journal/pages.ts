import { join } from 'node:path'
import { ServiceThread } from '../threads/service-thread.ts'
import type { Sealed } from './messages.ts'
import { makePagesHere } from './page-maker.ts'
import { nameTogether } from './segment-names.ts'
import type { PageMaker, Points, SealOptions } from './page-maker.ts'
import type { SegmentsAt } from './segment-names.ts'

export type ToPagesThread =
  /** Answered by `compacted`: with why it could not be, in words, and the memory of the points. */
  | { readonly type: 'compact'; readonly segments: SegmentsAt; readonly points?: Points | undefined }
  /** Answered in the same way. */
  | { readonly type: 'merge'; readonly segments: SegmentsAt }
  /** Answered by what became of it. */
  | { readonly type: 'seal'; readonly run: string; readonly createdBy: string }

export type PagesAnswer =
  | { readonly type: 'compacted'; readonly reason: string | null; readonly points?: Points | undefined }
  | { readonly type: 'sealed'; readonly sealed: Sealed }

/** What a question about segments is known by. */
export function aboutSegments({ folder, names }: SegmentsAt): string {
  return join(folder, nameTogether(names))
}

/** Makes pages in a thread of its own: of thousands of series that takes a core for longer than points may wait to be written. */
export class PagesThread implements PageMaker {
  readonly #thread: ServiceThread<ToPagesThread, PagesAnswer>

  /** `program` is the URL of the built `pages-thread`. */
  constructor(program: string) {
    this.#thread = new ServiceThread({ program, name: 'runlab-pages' })
  }

  async compact(segments: SegmentsAt, points?: Points): Promise<Points | undefined> {
    return await this.#ask({ type: 'compact', segments, points }, points === undefined ? [] : [points.buffer])
  }

  async merge(segments: SegmentsAt): Promise<void> {
    await this.#ask({ type: 'merge', segments })
  }

  async seal(run: string, options: SealOptions): Promise<Sealed> {
    if (options.isSmall === true && !this.#thread.isStarted) return await makePagesHere.seal(run, options)
    const answer = await this.#thread.ask(run, { type: 'seal', run, createdBy: options.createdBy })
    return answer?.type === 'sealed' ? answer.sealed : await makePagesHere.seal(run, options)
  }

  async #ask(message: Exclude<ToPagesThread, { type: 'seal' }>, transfer: ArrayBuffer[] = []): Promise<Points | undefined> {
    const answer = await this.#thread.ask(aboutSegments(message.segments), message, transfer)
    const reason = answer?.type === 'compacted' ? answer.reason : 'the thread has ended'
    if (reason !== null) throw new Error(`${message.segments.names.join()} could not be compacted: ${reason}`)
    return answer?.type === 'compacted' ? answer.points : undefined
  }
}

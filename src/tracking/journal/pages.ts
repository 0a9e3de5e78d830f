import { join } from 'node:path'
import { ServiceThread } from '../threads/service-thread.ts'
import type { Sealed } from './messages.ts'
import { makePagesHere } from './page-maker.ts'
import type { PageMaker, Points, SealOptions } from './page-maker.ts'
import type { SegmentPlace } from './segment-names.ts'

export type ToPagesThread =
  /** Answered by `compacted`: with why it could not be, in words, and the memory of the points. */
  | { readonly type: 'compact'; readonly segment: SegmentPlace; readonly points?: Points | undefined }
  /** Answered by what became of it. */
  | { readonly type: 'seal'; readonly run: string; readonly createdBy: string }

export type PagesAnswer =
  | { readonly type: 'compacted'; readonly reason: string | null; readonly points?: Points | undefined }
  | { readonly type: 'sealed'; readonly sealed: Sealed }

/** Makes pages in a thread of its own: of thousands of series that takes a core for longer than points may wait to be written. */
export class PagesThread implements PageMaker {
  readonly #thread: ServiceThread<ToPagesThread, PagesAnswer>

  /** `program` is the URL of the built `pages-thread`. */
  constructor(program: string) {
    this.#thread = new ServiceThread({ program, name: 'runlab-pages' })
  }

  async compact(segment: SegmentPlace, points?: Points): Promise<Points | undefined> {
    const transfer = points === undefined ? [] : [points.buffer]
    const answer = await this.#thread.ask(join(segment.folder, segment.name), { type: 'compact', segment, points }, transfer)
    const reason = answer?.type === 'compacted' ? answer.reason : 'the thread has ended'
    if (reason !== null) throw new Error(`${segment.name} could not be compacted: ${reason}`)
    return answer?.type === 'compacted' ? answer.points : undefined
  }

  async seal(run: string, options: SealOptions): Promise<Sealed> {
    if (options.isSmall === true && !this.#thread.isStarted) return await makePagesHere.seal(run, options)
    const answer = await this.#thread.ask(run, { type: 'seal', run, createdBy: options.createdBy })
    return answer?.type === 'sealed' ? answer.sealed : await makePagesHere.seal(run, options)
  }
}

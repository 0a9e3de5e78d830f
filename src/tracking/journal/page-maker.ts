import type { Sealed } from './messages.ts'
import type { SegmentsAt } from './segment-names.ts'

export type Points = Float64Array<ArrayBuffer>

export interface SealOptions {
  readonly createdBy: string
  /** Not worth a thread of its own: nobody is held up by it. */
  readonly isSmall?: boolean
}

/** Makes pages of segments that are full, and seals journals. */
export interface PageMaker {
  /**
   * Replaces segments. `points` is what is in them, where memory holds that: it belongs to who makes pages, and is given back
   * to be filled again. Rejects where the segments stay.
   */
  readonly compact: (segments: SegmentsAt, points?: Points) => Promise<Points | undefined>
  /** Puts what was compacted together to larger pages. Rejects where it stays as it is. */
  readonly merge: (segments: SegmentsAt) => Promise<void>
  readonly seal: (run: string, options: SealOptions) => Promise<Sealed>
}

/** In the thread that asks for it. `memory` is used again and again, for one segment after the other. */
export function createPageMaker(memory?: Float64Array): PageMaker {
  return {
    compact: async (segments, points) => {
      const { compactPoints, compactSegments } = await import('../sealing/compact.ts')
      if (points === undefined) await compactSegments(segments)
      else await compactPoints(segments, [points], memory)
      return points
    },
    merge: async (segments) => {
      const { mergePages } = await import('../sealing/merge-pages.ts')
      await mergePages(segments)
    },
    seal: async (run, { createdBy }) => {
      const { trySeal } = await import('../sealing/try-seal.ts')
      return await trySeal(run, createdBy)
    },
  }
}

export const makePagesHere: PageMaker = createPageMaker()

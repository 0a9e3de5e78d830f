import type { Sealed } from './messages.ts'
import type { SegmentPlace } from './segment-names.ts'

export type Points = Float64Array<ArrayBuffer>

export interface SealOptions {
  readonly createdBy: string
  /** Not worth a thread of its own: nobody is held up by it. */
  readonly isSmall?: boolean
}

/** Makes pages of segments that are full, and seals journals. */
export interface PageMaker {
  /**
   * Replaces a segment. `points` is what is in it, where memory holds that: it belongs to who makes pages, and is given back
   * to be filled again. Rejects where the segment stays.
   */
  readonly compact: (segment: SegmentPlace, points?: Points) => Promise<Points | undefined>
  readonly seal: (run: string, options: SealOptions) => Promise<Sealed>
}

/** In the thread that asks for it. `memory` is used again and again, for one segment after the other. */
export function createPageMaker(memory?: Float64Array): PageMaker {
  return {
    compact: async (segment, points) => {
      const { compactPoints, compactSegment } = await import('../sealing/compact.ts')
      if (points === undefined) await compactSegment(segment.folder, segment)
      else await compactPoints(segment, points, memory)
      return points
    },
    seal: async (run, { createdBy }) => {
      const { trySeal } = await import('../sealing/try-seal.ts')
      return await trySeal(run, createdBy)
    },
  }
}

export const makePagesHere: PageMaker = createPageMaker()

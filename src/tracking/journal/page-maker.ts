import type { Sealed } from './messages.ts'
import type { SegmentName } from './segment-names.ts'

/** A segment of a journal. */
export interface SegmentPlace extends Pick<SegmentName, 'name' | 'type'> {
  /** Absolute path of the journal's folder. */
  readonly folder: string
}

export interface SealOptions {
  readonly createdBy: string
  /** Not worth a thread of its own: nobody is held up by it. */
  readonly isSmall?: boolean
}

/** Makes pages of segments that are full, and seals journals. */
export interface PageMaker {
  /** Replaces a segment; `points` is what is in it, where memory holds that, and belongs to who makes pages. Rejects where the segment stays. */
  readonly compact: (segment: SegmentPlace, points?: Float64Array<ArrayBuffer>) => Promise<void>
  readonly seal: (run: string, options: SealOptions) => Promise<Sealed>
}

/** In the thread that asks for it. */
export const makePagesHere: PageMaker = {
  compact: async ({ folder, name, type }, points) => {
    const { compactPoints, compactSegment } = await import('../sealing/compact.ts')
    if (points === undefined) await compactSegment(folder, { name, type })
    else await compactPoints(folder, name, points)
  },
  seal: async (run, { createdBy }) => {
    const { trySeal } = await import('../sealing/try-seal.ts')
    return await trySeal(run, createdBy)
  },
}

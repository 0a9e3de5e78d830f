/** The thread that compacts and seals journals, beside the one that writes them. */
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { GROUPED_FIELDS } from '../columns/group-points.ts'
import { createPageMaker } from '../journal/page-maker.ts'
import type { PagesAnswer, ToPagesThread } from '../journal/pages.ts'
import { SEGMENT_POINTS } from '../journal/point-segments.ts'
import type { Reply } from '../threads/service-thread.ts'

const port = parentPort
if (port !== null) {
  const maker = createPageMaker(new Float64Array(SEGMENT_POINTS * GROUPED_FIELDS))
  const reply = (message: Reply<PagesAnswer>, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
  const compact = async ({ segment, points }: ToPagesThread & { type: 'compact' }): Promise<string | null> => {
    try {
      await maker.compact(segment, points)
      return null
    } catch (error) {
      return systemErrorReason(error) ?? String(error)
    }
  }
  /** One after the other: they have one memory. */
  const compactAfter = async (before: Promise<void>, message: ToPagesThread & { type: 'compact' }): Promise<void> => {
    await before
    const { segment, points } = message
    const answer = { type: 'compacted', reason: await compact(message), points } as const
    reply({ about: join(segment.folder, segment.name), answer }, points === undefined ? [] : [points.buffer])
  }
  const seal = async ({ run, createdBy }: ToPagesThread & { type: 'seal' }): Promise<void> => {
    reply({ about: run, answer: { type: 'sealed', sealed: await maker.seal(run, { createdBy }) } })
  }
  let compacting = Promise.resolve()
  port.on('message', (message: ToPagesThread) => {
    if (message.type === 'compact') compacting = compactAfter(compacting, message)
    else void seal(message)
  })
}

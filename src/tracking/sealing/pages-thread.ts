/** The thread that compacts and seals journals, beside the one that writes them. */
import { parentPort } from 'node:worker_threads'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { GROUPED_FIELDS } from '../columns/group-points.ts'
import { createPageMaker } from '../journal/page-maker.ts'
import { aboutSegments } from '../journal/pages.ts'
import type { PagesAnswer, ToPagesThread } from '../journal/pages.ts'
import { SEGMENT_POINTS } from '../journal/point-segments.ts'
import type { Reply } from '../threads/service-thread.ts'

type OfSegments = Exclude<ToPagesThread, { type: 'seal' }>

const port = parentPort
if (port !== null) {
  const maker = createPageMaker(new Float64Array(SEGMENT_POINTS * GROUPED_FIELDS))
  const reply = (message: Reply<PagesAnswer>, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
  const make = async (message: OfSegments): Promise<string | null> => {
    try {
      if (message.type === 'merge') await maker.merge(message.segments)
      else await maker.compact(message.segments, message.points)
      return null
    } catch (error) {
      return systemErrorReason(error) ?? String(error)
    }
  }
  /** One after the other: they have one memory. */
  const makeAfter = async (before: Promise<void>, message: OfSegments): Promise<void> => {
    await before
    const points = message.type === 'compact' ? message.points : undefined
    const answer = { type: 'compacted', reason: await make(message), points } as const
    reply({ about: aboutSegments(message.segments), answer }, points === undefined ? [] : [points.buffer])
  }
  const seal = async ({ run, createdBy }: ToPagesThread & { type: 'seal' }): Promise<void> => {
    reply({ about: run, answer: { type: 'sealed', sealed: await maker.seal(run, { createdBy }) } })
  }
  let making = Promise.resolve()
  port.on('message', (message: ToPagesThread) => {
    if (message.type === 'seal') void seal(message)
    else making = makeAfter(making, message)
  })
}

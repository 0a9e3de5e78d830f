/** The thread that compacts and seals journals, beside the one that writes them. */
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { makePagesHere } from '../journal/page-maker.ts'
import type { PagesAnswer, ToPagesThread } from '../journal/pages.ts'
import type { Reply } from '../threads/service-thread.ts'

const port = parentPort
if (port !== null) {
  const reply = (message: Reply<PagesAnswer>): void => port.postMessage(message)
  const compact = async ({ segment, points }: ToPagesThread & { type: 'compact' }): Promise<string | null> => {
    try {
      await makePagesHere.compact(segment, points)
      return null
    } catch (error) {
      return systemErrorReason(error) ?? String(error)
    }
  }
  const receive = async (message: ToPagesThread): Promise<void> => {
    if (message.type === 'compact') {
      const { folder, name } = message.segment
      reply({ about: join(folder, name), answer: { type: 'compacted', reason: await compact(message) } })
    } else {
      const { run, createdBy } = message
      reply({ about: run, answer: { type: 'sealed', sealed: await makePagesHere.seal(run, { createdBy }) } })
    }
  }
  port.on('message', (message: ToPagesThread) => void receive(message))
}

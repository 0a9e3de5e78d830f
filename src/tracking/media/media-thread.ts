/** The thread that writes the files of series, encoding them where that is needed. */
import { parentPort, workerData } from 'node:worker_threads'
import { ATTACHED, countRecord } from '../journal/shared-state.ts'
import { ToChannel } from '../journal/to-channel.ts'
import { MediaQueue } from './media-queue.ts'
import type { Reply } from '../threads/service-thread.ts'
import type { MediaFinished, ToMediaThread } from './messages.ts'

/** Milliseconds that the journal's thread has to start. */
const LONGEST_WAIT = 10_000

const port = parentPort
if (port !== null) {
  const journal = new ToChannel(String(workerData))
  const reply = (message: Reply<MediaFinished>): void => port.postMessage(message)
  const queue = new MediaQueue({
    record: ({ run, key, series, journal: state }, text) => {
      Atomics.wait(new Int32Array(state), ATTACHED, 0, LONGEST_WAIT) // a channel loses what is sent before somebody listens
      countRecord(new Int32Array(state), text.length)
      journal.send({ type: 'record', run, key, series, text })
    },
  })
  port.on('message', (message: ToMediaThread) => {
    if (message.type === 'write') queue.add(message)
    else void queue.finish(message.run).then((answer) => reply({ about: message.run, answer }))
  })
}

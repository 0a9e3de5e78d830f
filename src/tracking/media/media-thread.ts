/** The thread that writes the files of series, encoding them where that is needed. */
import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads'
import type { TrackMessage } from '../journal/messages.ts'
import { MediaQueue } from './media-queue.ts'
import type { ToMediaThread } from './messages.ts'

const port = parentPort
if (port !== null) {
  const journal = new BroadcastChannel(String(workerData))
  const queue = new MediaQueue({
    record: ({ run, key, series }, text) =>
      journal.postMessage({ type: 'record', run, key, series, text, isCounted: false } satisfies TrackMessage),
  })
  port.on('message', (message: ToMediaThread) => {
    if (message.type === 'write') queue.add(message)
    else void queue.finish(message.run).then((answer) => port.postMessage(answer))
  })
}

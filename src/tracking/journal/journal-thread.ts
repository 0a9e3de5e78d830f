/** The thread that writes journals: empties their rings into their files, also while the main thread computes. */
import { BroadcastChannel, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Reply } from '../threads/service-thread.ts'
import type { Attached, Sealed, ToThread, ValueMessage } from './messages.ts'
import { makePagesHere } from './page-maker.ts'
import { PagesThread } from './pages.ts'
import type { JournalThreadData } from './thread.ts'
import { DEAD } from './shared-state.ts'
import { TrackHub } from './track-hub.ts'
import { ValueSegments } from './value-segments.ts'

/** Milliseconds after which what was appended is on the disk itself. */
const SYNC_INTERVAL = 5000

const port = parentPort
if (port !== null) {
  const { channel: channelName, pages, life } = workerData as JournalThreadData
  // Other threads of the process track through a channel, so that neither they nor the main thread have to pass it on.
  const channel = new BroadcastChannel(channelName)
  const values = new ValueSegments()
  const receiveAll = (): void => {
    // Node takes a channel here as well; its types do not say so.
    for (const from of [port, channel as unknown as MessagePort]) {
      for (let next = receiveMessageOnPort(from); next !== undefined; next = receiveMessageOnPort(from)) receive(next.message)
    }
  }
  const tracked = new TrackHub({
    reply: (answer) => port.postMessage({ about: answer.run, answer } satisfies Reply<Sealed>),
    receiveAll,
    pages: pages === null ? makePagesHere : new PagesThread(pages),
  })
  const receive = (message: ToThread): void => {
    if ('run' in message) tracked.receive(message)
    else values.receive(message satisfies ValueMessage)
    if (message.type === 'attach') channel.postMessage({ type: 'attached', key: message.key, life } satisfies Attached)
  }
  const take = (message: ToThread): void => {
    try {
      receive(message)
      receiveAll()
    } catch (error) {
      Atomics.store(new Int32Array(life), DEAD, 1) // the main thread, which says it otherwise, may compute
      throw error
    }
  }
  port.on('message', take)
  // oxlint-disable-next-line prefer-add-event-listener -- the types of Node's channel have this only
  channel.onmessage = (event) => take((event as { readonly data: ToThread }).data)
  setInterval(() => {
    values.sync()
    tracked.sync()
  }, SYNC_INTERVAL).unref()
}

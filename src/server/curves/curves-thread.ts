/** The thread that reads the points of series for the page, and keeps them. */
import { parentPort } from 'node:worker_threads'
import type { Reply } from '../../tracking/threads/service-thread.ts'
import type { CurvesThreadAnswer, ToCurvesThread } from './curve-reader.ts'
import { CurveStore } from './curve-store.ts'
import { packLines } from './pack-lines.ts'
import { readLines } from './read-lines.ts'
import { readNames } from './read-names.ts'

const port = parentPort
if (port !== null) {
  const store = new CurveStore()
  const reply = (message: Reply<CurvesThreadAnswer>, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
  port.on('message', (message: ToCurvesThread) => {
    const { about } = message
    if ('folders' in message) reply({ about, answer: readNames(store, message.folders) })
    else {
      const answer = packLines(readLines(store, message.task), message.task)
      reply({ about, answer }, [answer.numbers.buffer])
    }
  })
}

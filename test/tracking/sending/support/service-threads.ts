import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { threadId } from 'node:worker_threads'
import type { SharedRing } from '../../../../src/tracking/journal/shared-state.ts'
import { JournalThread } from '../../../../src/tracking/journal/thread.ts'
import type { MediaFinished, ToMediaThread } from '../../../../src/tracking/media/messages.ts'
import type { MediaLink } from '../../../../src/tracking/sending/media-outlet.ts'
import { ServiceThread } from '../../../../src/tracking/threads/service-thread.ts'
import { until } from '../../../support/waiting.ts'

export type MediaThread = ServiceThread<ToMediaThread, MediaFinished>

const program = (name: string): string => pathToFileURL(join(import.meta.dirname, `../../../../dist/${name}.js`)).href

let threads = 0

/** A thread that writes journals, as it is built. */
export function createJournalThread(): JournalThread {
  // All threads of a process hear a channel: those of another file that runs beside this one must not answer.
  const channel = `runlab-test-${process.pid}-${threadId}-${threads++}`
  return new JournalThread(program('journal-thread'), program('pages-thread'), channel)
}

/** A thread that writes media for the journal behind a channel, as it is built. */
export function createMediaThread(channel: string): MediaThread {
  return new ServiceThread({ program: program('media-thread'), name: 'media', data: channel })
}

export function mediaLinkOf(thread: MediaThread): MediaLink {
  return {
    send: (message, transfer) => thread.send(message, transfer),
    finish: async (run) => await thread.ask(run, { type: 'finish', run }),
    get isDead() {
      return thread.isDead
    },
  }
}

/** Has the thread stumble over a message that is none, and waits until it has ended. */
export async function endByNonsense(link: JournalThread): Promise<void> {
  link.send({ type: 'attach', run: 'none', key: 'none', label: 'none', ring: null as unknown as SharedRing })
  await until('the end of the thread', () => link.isDead)
}

/** The same, of a thread that writes media. */
export async function endMediaByNonsense(thread: MediaThread): Promise<void> {
  thread.send({ type: 'write' } as ToMediaThread)
  await until('the end of the thread', () => thread.isDead)
}

import { once } from '../../internal/once.ts'
import { ServiceThread } from '../../tracking/threads/service-thread.ts'
import { JournalThread } from '../../tracking/journal/thread.ts'
import type { MediaFinished, ToMediaThread } from '../../tracking/media/messages.ts'
import type { MediaLink } from '../../tracking/sending/media-outlet.ts'
import { packageFile } from '../loading/package-files.ts'

/** The thread that writes journals: one for all runs of the process. */
export const journalThread = once(() => new JournalThread(packageFile('journal-thread'), packageFile('pages-thread')))

/** The way to the thread that writes and encodes media for the journal behind a channel. */
export function createMediaLink(channel: string): MediaLink {
  const program = packageFile('media-thread')
  const thread = new ServiceThread<ToMediaThread, MediaFinished>({ program, name: 'runlab-media', data: channel })
  return {
    send: (message, transfer) => thread.send(message, transfer),
    finish: async (run) => await thread.ask(run, { type: 'finish', run }),
    get isDead() {
      return thread.isDead
    },
  }
}

/** One for all runs of the process. Who hears of the files that it writes is the journal's thread. */
export const mediaLink = once((): MediaLink => {
  const journal = journalThread()
  const link = createMediaLink(journal.channel)
  return {
    send: link.send,
    finish: link.finish,
    get isDead() {
      return link.isDead || journal.isDead
    },
  }
})

import type { JournalThread } from '../../../../src/tracking/journal/thread.ts'
import type { MediaLink } from '../../../../src/tracking/sending/media-outlet.ts'
import { atTheEnd } from './at-the-end.ts'
import { createJournalThread, createMediaThread, endByNonsense, endMediaByNonsense, mediaLinkOf } from './service-threads.ts'

/** A thread that writes journals. It ends with the test or the file that has started it. */
export function startJournalThread(): JournalThread {
  const link = createJournalThread()
  atTheEnd(async () => {
    if (link.isStarted) await endByNonsense(link)
  })
  return link
}

/** A thread that writes media for the journal behind a channel. It ends as the journal's does. */
export function startMediaThread(channel: string): MediaLink {
  const thread = createMediaThread(channel)
  atTheEnd(async () => {
    if (thread.isStarted) await endMediaByNonsense(thread)
  })
  return mediaLinkOf(thread)
}

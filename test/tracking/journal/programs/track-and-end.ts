// Tracks and ends: nothing here waits, closes or exits. argv: the run's folder, numbers or none.
import { createJournalThread, createMediaThread, mediaLinkOf } from '../../sending/support/service-threads.ts'
import { startTracking } from '../../sending/support/start-tracking.ts'

const [, , run = '', what] = process.argv
const link = createJournalThread()
const { track, tracker } = startTracking(run, { link, media: mediaLinkOf(createMediaThread(link.channel)) })
if (what === 'all') {
  for (let i = 0; i < 1000; i++) track('loss', i)
  track('note', 'a')
  track('image', { data: new Uint8Array(4), width: 2, height: 2 })
  tracker.settle()
}
process.on('exit', () => console.log('ended'))

// Tracks so much that segments are compacted all the time, seals in the end, and waits for the kill that may come at any time.
// argv: the run's folder. Says how many points are in files for certain.
import { writeSync } from 'node:fs'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { createJournalThread } from '../../sending/support/service-threads.ts'
import { startTracking } from '../../sending/support/start-tracking.ts'

const [, , run = ''] = process.argv
const link = createJournalThread()
const { track, tracker } = startTracking(run, { link })
const text = 'x'.repeat(30_000)
let notes = 0
for (let i = 0; i < 600_000; i++) {
  track('loss', i)
  if (i % 3000 === 0) track('note', `${notes++} ${text}`)
  if (i % 30_000 !== 29_999) continue
  tracker.settle()
  writeSync(1, `${i + 1} ${notes}\n`)
  await setImmediate()
}
writeSync(1, 'seals\n')
await link.ask(run, { type: 'seal', run, createdBy: 'runlab test' })
writeSync(1, 'sealed\n')
await sleep(2 ** 30)

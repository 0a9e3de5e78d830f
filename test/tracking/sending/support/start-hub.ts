import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makePagesHere } from '../../../../src/tracking/journal/page-maker.ts'
import { TrackHub } from '../../../../src/tracking/journal/track-hub.ts'
import type { JournalLink } from '../../../../src/tracking/sending/outlet.ts'
import { until } from '../../../support/waiting.ts'
import { atTheEnd } from './at-the-end.ts'

/** Has this thread write journals, for tests that are not about the one that does so otherwise. Its files are closed at the end. */
export function startHub(): JournalLink {
  const open = new Set<string>()
  const hub = new TrackHub({ reply: ({ run }) => open.delete(run), pages: makePagesHere })
  atTheEnd(async () => {
    for (const run of open) {
      rmSync(join(run, '.runlab/tracking'), { recursive: true, force: true }) // nobody reads it any more
      hub.receive({ type: 'seal', run, createdBy: 'test' })
    }
    await until('closed files', () => open.size === 0)
  })
  return {
    send: (message) => {
      if (message.type === 'attach') open.add(message.run)
      hub.receive(message)
    },
    isDead: false,
  }
}

/** Says what `processWatch` tells a run. Arguments: `guarded`, `exclusive`, `over` (the run ends with the first signal), `throws`. */
import { writeSync } from 'node:fs'
import { processWatch } from '../../../src/runtime/process-watch.ts'

const options = process.argv.slice(2)
const say = (...words: readonly unknown[]): unknown => writeSync(1, `${words.join(' ')}\n`)
const end = processWatch.add({
  exclusive: options.includes('exclusive'),
  isGuarded: () => options.includes('guarded'),
  ignoresHangup: true,
  interrupt: (signal) => {
    say('interrupt', signal)
    if (options.includes('over')) end()
  },
  noteHangup: () => say('hangup'),
  giveUp: (error, origin) => {
    say('giveUp', origin, String(error))
    process.exit(0)
  },
  endNow: (how) => say('endNow', how.kind),
})
setInterval(() => {}, 1000)
if (options.includes('throws')) setImmediate(() => Promise.reject(new Error('forgotten')))
say('ready')

/**
 * Says what `processWatch` tells a run. Arguments: `guarded`, `exclusive`, `over` (the run ends with the first signal), `throws`,
 * `library` and `late` (a library throws where nobody waits, during its call or after).
 */
import { writeSync } from 'node:fs'
import { withLateErrors } from '../../../src/internal/late-errors.ts'
import { processWatch } from '../../../src/runtime/process-watch.ts'

const options = process.argv.slice(2)
const say = (...words: readonly unknown[]): unknown => writeSync(1, `${words.join(' ')}\n`)
const end = processWatch.add({
  exclusive: options.includes('exclusive'),
  isGuarded: () => options.includes('guarded'),
  ignoresHangup: true,
  seenSignal: () => null,
  interrupt: (signal) => {
    say('interrupt', signal)
    if (options.includes('over')) end()
  },
  noteHangup: () => say('hangup'),
  giveUp: (error, origin) => {
    say('giveUp', origin, String(error))
    process.exit(0)
  },
  noteLate: (error) => {
    say('noteLate', String(error))
    process.exit(0)
  },
  endNow: (how) => say('endNow', how.kind),
})
setInterval(() => {}, 1000)
if (options.includes('throws')) setImmediate(() => Promise.reject(new Error('forgotten')))
if (options.includes('library')) {
  const call = withLateErrors(async () => {
    setImmediate(() => {
      throw new Error('of a timer')
    })
    await new Promise(() => {})
  })
  call.catch((error: unknown) => {
    say('rejected', String(error))
    void withLateErrors(async () => {
      void Promise.reject(new Error('of a promise'))
      await new Promise(() => {})
    }).catch((second: unknown) => {
      say('rejected', String(second))
      process.exit(0)
    })
  })
}
if (options.includes('late')) {
  void withLateErrors(async () => {
    setImmediate(() => {
      throw new Error('too late')
    })
  })
}
say('ready')
